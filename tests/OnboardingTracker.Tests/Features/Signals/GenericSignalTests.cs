using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Platform.Api;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Accounts;
using OnboardingTracker.Tests.Features.Api;

namespace OnboardingTracker.Tests.Features.Signals;

/// <summary><c>POST /api/v1/signals</c>, for whoever has no adapter of its own.</summary>
public sealed class GenericSignalTests(TestPostgres postgres)
{
    private const string At = "2026-03-01T09:40:00Z";

    [Fact]
    public async Task A_signal_is_202_and_the_same_again_200_without_a_second_effect()
    {
        await using var world = await SenderWorld.StartAsync(postgres);
        var id = await world.HarbourAsync();
        using var api = world.App.Api();
        var booked = new
        {
            source = "calendar",
            id = "1",
            kind = "callBooked",
            occurredAt = At,
            account = "harbour",
            data = new { call = "c1", startsAt = "2026-03-04T13:00:00Z" },
        };

        var first = (await api.PostAsync("/signals", booked)).ShouldBe(202);
        first["known"].GetValue<bool>().Should().BeFalse();
        await world.WorkAsync();
        var again = (await api.PostAsync("/signals", booked)).ShouldBe(200);
        again["known"].GetValue<bool>().Should().BeTrue();
        await world.WorkAsync();

        (await world.StageAsync(id)).Should().Be("3b");
        var signal = (await world.SignalsAsync()).Single();
        signal.Fact!.Call!.StartsAt.Should().Be(new DateTimeOffset(2026, 3, 4, 13, 0, 0, TimeSpan.Zero));
        (await world.App.DbAsync(db => db.Transitions.CountAsync(t => t.To == "3b"))).Should().Be(1);
    }

    [Fact]
    public async Task Mail_calls_and_the_end_of_a_subscription_move_an_account_through_the_pipeline()
    {
        await using var world = await SenderWorld.StartAsync(postgres);
        var id = await world.HarbourAsync("1");
        using var api = world.App.Api();

        await TellAsync(
            "emailSent",
            "2026-03-01T09:10:00Z",
            new
            {
                from = "whoever@harbour.example",
                to = "kim@harbour.example",
                subject = "Welcome",
                messageId = "<m1@ours>",
            }
        );
        (await world.StageAsync(id)).Should().Be("2");
        await TellAsync(
            "emailReceived",
            "2026-03-01T09:20:00Z",
            new
            {
                from = "kim@harbour.example",
                inReplyTo = "<m1@ours>",
                genuine = false,
            }
        );
        (await world.StageAsync(id)).Should().Be("2", "the caller says that nobody wrote it");
        await TellAsync(
            "emailReceived",
            "2026-03-01T09:21:00Z",
            new
            {
                from = "kim@harbour.example",
                to = new[] { "ann@team.example" },
                inReplyTo = "<m1@ours>",
                text = "Thanks\u0000!\nKim",
            }
        );
        (await world.StageAsync(id)).Should().Be("3a");
        await TellAsync("callCompleted", "2026-03-01T09:30:00Z", new { call = "c1", link = "https://meet.example.com/x" });
        (await world.StageAsync(id)).Should().Be("4a");
        await TellAsync("callCompleted", "2026-03-01T09:31:00Z", new { call = "c2" });
        (await world.StageAsync(id)).Should().Be("4b");
        await TellAsync("consultationPurchased", "2026-03-01T09:32:00Z", null);
        (await world.StageAsync(id)).Should().Be("7");
        await TellAsync("subscriptionEnded", "2026-03-01T09:33:00Z", new { });
        (await world.StageAsync(id)).Should().Be("6d");

        async Task TellAsync(string kind, string at, object? data)
        {
            (
                await api.PostAsync(
                    "/signals",
                    new
                    {
                        source = "crm",
                        id = $"{kind} {at}",
                        kind,
                        occurredAt = at,
                        email = "Kim@Harbour.example",
                        data,
                    }
                )
            ).ShouldBe(202);
            await world.WorkAsync();
        }
    }

    [Fact]
    public async Task A_mail_of_ours_starts_a_conversation_unless_it_answers_one_or_the_caller_says_so()
    {
        await using var world = await SenderWorld.StartAsync(postgres);
        using var api = world.App.Api();
        object?[] data =
        [
            null,
            new { },
            new { inReplyTo = "a@b" },
            new { inReplyTo = "a@b", startsConversation = true },
            new { startsConversation = false },
        ];
        for (var i = 0; i < data.Length; i++)
            (
                await api.PostAsync(
                    "/signals",
                    new
                    {
                        source = "crm",
                        id = $"{i}",
                        kind = "emailSent",
                        occurredAt = At,
                        account = "x",
                        data = data[i],
                    }
                )
            ).ShouldBe(202);
        await world.WorkAsync();

        (await world.SignalsAsync()).Select(s => s.Fact!.Mail!.StartsConversation).Should().Equal(true, true, false, true, false);
    }

    [Fact]
    public async Task Money_is_exact_and_an_amount_without_a_currency_is_in_the_teams()
    {
        await using var world = await SenderWorld.StartAsync(postgres);
        var id = await world.HarbourAsync();
        using var api = world.App.Api();

        (
            await api.PostAsync(
                "/signals",
                """{"source":"billing","id":"u1","kind":"invoiceUpcoming","occurredAt":"2026-03-01T09:40:00Z","account":"harbour","data":{"amount":1234.5600,"dueOn":"2026-03-31"}}"""
            )
        ).ShouldBe(202);
        (
            await api.PostAsync(
                "/signals",
                """{"source":"billing","id":"f1","kind":"paymentFailed","occurredAt":"2026-03-01T09:41:00Z","account":"harbour","data":{"invoice":"R-1","amount":99.9,"currency":"EUR","attempt":2}}"""
            )
        ).ShouldBe(202);
        await world.WorkAsync();

        var account = await world.App.AccountAsync(id);
        account.Forecast.Should().Be(new Money(1234.56m, "USD"));
        account.NextRenewalOn.Should().Be(new DateOnly(2026, 3, 31));
        var invoice = await world.App.DbAsync(db => db.Invoices.SingleAsync());
        (invoice.ExternalId, invoice.AmountDue, invoice.Currency, invoice.Attempts).Should().Be(("R-1", 99.9m, "EUR", 2));
    }

    [Fact]
    public async Task What_nobody_knows_is_taken_and_waits_for_a_person()
    {
        await using var world = await SenderWorld.StartAsync(postgres);
        using var api = world.App.Api();
        (
            await api.PostAsync(
                "/signals",
                new
                {
                    source = "crm",
                    id = "1",
                    kind = "emailReceived",
                    occurredAt = At,
                    account = "nobody",
                }
            )
        ).ShouldBe(202);
        (
            await api.PostAsync(
                "/signals",
                new
                {
                    source = "crm",
                    id = "2",
                    kind = "emailReceived",
                    occurredAt = At,
                    email = "nobody@nowhere.example",
                }
            )
        ).ShouldBe(202);
        await world.WorkAsync();
        (await world.SignalsAsync()).Should().HaveCount(2).And.OnlyContain(s => s.State == SignalState.Unmatched);
    }

    [Theory]
    [InlineData("""{}""", "source", "id", "kind", "occurredAt", "account")]
    [InlineData("""{"source":"stripe"}""", "source")]
    [InlineData("""{"source":"Outbox"}""", "source")]
    [InlineData("""{"source":""}""", "source")]
    [InlineData("""{"source":5}""", "source")]
    [InlineData("""{"id":""}""", "id")]
    [InlineData("""{"id":null}""", "id")]
    [InlineData("""{"kind":"callMissed"}""", "kind")]
    [InlineData("""{"kind":"subscriptionChanged"}""", "kind")]
    [InlineData("""{"kind":7}""", "kind")]
    [InlineData("""{"occurredAt":"yesterday"}""", "occurredAt")]
    [InlineData("""{"occurredAt":"2026-03-01"}""", "occurredAt")]
    [InlineData("""{"occurredAt":"2026-03-01T09:00:00"}""", "occurredAt")]
    [InlineData("""{"occurredAt":1772358000}""", "occurredAt")]
    [InlineData("""{"occurredAt":"0001-01-01T00:00:00Z"}""", "occurredAt")]
    [InlineData("""{"account":null}""", "account")]
    [InlineData("""{"email":"kim"}""", "email")]
    [InlineData("""{"data":5}""", "data")]
    [InlineData("""{"data":[]}""", "data")]
    [InlineData("""{"data":{"call":""}}""", "data.call")]
    [InlineData("""{"data":{}}""", "data.call")]
    [InlineData("""{"data":null}""", "data.call")]
    [InlineData("""{"data":{"call":"c","startsAt":"soon"}}""", "data.startsAt")]
    [InlineData("""{"data":{"call":"c","subject":"Hello"}}""", "data.subject")]
    [InlineData("""{"kind":"invoicePaid","data":{"amount":"12"}}""", "data.amount")]
    [InlineData("""{"kind":"invoicePaid","data":{"amount":-1}}""", "data.amount")]
    [InlineData("""{"kind":"invoicePaid","data":{"currency":"dollar"}}""", "data.currency")]
    [InlineData("""{"kind":"invoicePaid","data":{"dueOn":"31/12/2026"}}""", "data.dueOn")]
    [InlineData("""{"kind":"paymentFailed","data":{"attempt":1.5}}""", "data.attempt")]
    [InlineData("""{"kind":"emailSent","data":{"genuine":"yes"}}""", "data.genuine")]
    [InlineData("""{"kind":"emailSent","data":{"to":5}}""", "data.to")]
    [InlineData("""{"unknown":1}""", "unknown")]
    public async Task A_field_that_is_wrong_is_named(string change, params string[] fields)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();
        var body =
            change == "{}"
                ? new System.Text.Json.Nodes.JsonObject()
                : System
                    .Text.Json.Nodes.JsonNode.Parse(
                        $$$"""{"source":"crm","id":"1","kind":"callBooked","occurredAt":"{{{At}}}","account":"a","data":{"call":"c"}}"""
                    )!
                    .AsObject();
        foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse(change)!.AsObject())
            body[name] = value?.DeepClone();

        (await api.PostAsync("/signals", body.ToJsonString())).ShouldName(fields);
        (await app.DbAsync(db => db.Signals.CountAsync())).Should().Be(0);
    }

    [Theory]
    [InlineData("2026-03-01T09:40:00Z", true)]
    [InlineData("2026-03-01T09:40:00.1234567Z", true)]
    [InlineData("2026-03-01T10:40:00+01:00", true)]
    [InlineData("2026-03-01T10:40+01:00", true)]
    [InlineData("2026-03-01T09:40:00", false)]
    [InlineData("2026-03-01 09:40:00Z", false)]
    [InlineData("01/03/2026 09:40", false)]
    public void A_time_is_taken_with_its_offset_and_never_guessed(string text, bool good)
    {
        var problem = JsonKinds.Time(JsonSerializer.SerializeToElement(text), out var at);
        (problem is null).Should().Be(good);
        if (good)
            at.UtcDateTime.Should().BeCloseTo(new DateTime(2026, 3, 1, 9, 40, 0, DateTimeKind.Utc), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task What_is_too_long_is_refused()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();
        (
            await api.PostAsync(
                "/signals",
                new
                {
                    source = new string('s', 51),
                    id = new string('i', 401),
                    kind = "emailSent",
                    occurredAt = At,
                    account = "a",
                    data = new { text = new string('t', 200_001), subject = new string('s', 1001) },
                }
            )
        ).ShouldName("source", "id", "data.text", "data.subject");
        (await api.PostAsync("/signals", new { source = "crm", text = new string('t', 1 << 20) })).ShouldBe(413);
    }
}
