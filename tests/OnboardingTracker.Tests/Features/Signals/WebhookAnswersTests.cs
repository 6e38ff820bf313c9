using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Features.Signals.Stripe;
using OnboardingTracker.Features.Signals.Webhooks;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Import.Reading;

namespace OnboardingTracker.Tests.Features.Signals;

/// <summary>What senders, and those who pretend to be one, are answered.</summary>
// One of them waits for a worker of its own app, and Hangfire's filters belong to the whole process.
[Collection(nameof(MeasuredAlone))]
public sealed class WebhookAnswersTests(TestPostgres postgres)
{
    private static readonly Dictionary<string, string> s_event = new()
    {
        ["stripe"] = "invoice.created",
        ["calendly"] = "invitee.created",
        ["cal-com"] = "booking-created",
        ["shopify"] = "order-paid",
    };

    [Fact]
    public async Task Whoever_cannot_prove_to_be_the_sender_is_401_and_nothing_is_kept()
    {
        await using var world = await SenderWorld.StartAsync(postgres);
        foreach (var source in EventFile.Sources)
        {
            var (path, body) = ($"/webhooks/{source}", Body(source));
            var signed = SenderWorld.Signature(source, body, world.Now);
            var (name, signature) = signed[0];

            await RefusedAsync(world.PostAsync(path, body), "it is not signed");
            await RefusedAsync(world.PostAsync(path, body, [(name, ""), .. signed[1..]]), "the signature is empty");
            await RefusedAsync(world.PostAsync(path, body, [(name, "nonsense"), .. signed[1..]]), "the signature is none");
            await RefusedAsync(world.PostAsync(path, body[..^10], signed), "it is truncated");
            await RefusedAsync(world.PostAsync(path, [.. body, (byte)' '], signed), "it is longer than what was signed");
            await RefusedAsync(world.PostAsync(path, [], signed), "the body is gone");
            await RefusedAsync(
                world.PostAsync(path, body, [(name, signature.ToUpperInvariant()), .. signed[1..]]),
                "the signature is in capitals"
            );
            foreach (var other in EventFile.Sources.Where(other => other != source))
            {
                var foreign = SenderWorld.Signature(other, body, world.Now);
                await RefusedAsync(world.PostAsync(path, body, foreign), $"it is signed as {other} does");
                await RefusedAsync(
                    world.PostAsync(path, body, [(name, foreign[0].Value), .. signed[1..]]),
                    $"it is signed with the key of {other}"
                );
            }
        }
        (await world.SignalsAsync()).Should().BeEmpty();

        async Task RefusedAsync(Task<HttpResponseMessage> sending, string because)
        {
            using var answer = await sending;
            answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized, because);
            (await answer.Content.ReadAsStringAsync()).Should().BeEmpty();
        }
    }

    [Theory]
    [InlineData("stripe", 300)]
    [InlineData("calendly", 180)]
    public async Task A_dated_signature_counts_for_the_sources_tolerance_both_ways(string source, int tolerance)
    {
        await using var world = await SenderWorld.StartAsync(postgres);
        var body = Body(source);
        foreach (
            var (seconds, expected) in new[] { (-tolerance - 1, 401), (-tolerance, 200), (0, 200), (tolerance, 200), (tolerance + 1, 401) }
        )
        {
            var signed = SenderWorld.Signature(source, body, world.Now.AddSeconds(seconds));
            using var answer = await world.PostAsync($"/webhooks/{source}", body, signed);
            ((int)answer.StatusCode).Should().Be(expected, "it is signed {0} s from now", seconds);
        }
    }

    [Theory]
    [InlineData("stripe")]
    [InlineData("calendly")]
    public async Task Of_a_dated_signature_only_version_1_counts_and_any_of_several(string source)
    {
        await using var world = await SenderWorld.StartAsync(postgres);
        var body = Body(source);
        var (name, good) = SenderWorld.Signature(source, body, world.Now)[0];
        var (t, v1) = (good.Split(',')[0], good.Split(',')[1]);
        var other = "v1=" + new string('0', 64);

        (string Header, int Expected)[] table =
        [
            ($"{t},{other},{v1}", 200),
            ($"{t},{v1},v0={new string('1', 64)}", 200),
            ($"{t},{other}", 401),
            ($"{t},{v1.Replace("v1", "v0", StringComparison.Ordinal)}", 401),
            ($"{t},{v1.ToUpperInvariant()}", 401),
            ($"{t},v1={v1[3..].ToUpperInvariant()}", 401),
            (t, 401),
            (v1, 401),
            ($"t=,{v1}", 401),
            ($"t=abc,{v1}", 401),
            ($"t=99999999999999999999,{v1}", 401),
            ($"t=-1,{v1}", 401),
            ("t=,v1=2220f87e,v0=63f3", 401),
            ("t,v1=,v0=", 401),
            ("t,v1=,v0", 401),
            ("t,v1=,", 401),
            ("t,,", 401),
            (",,", 401),
            ("t", 401),
        ];
        foreach (var (header, expected) in table)
        {
            using var answer = await world.PostAsync($"/webhooks/{source}", body, (name, header));
            ((int)answer.StatusCode).Should().Be(expected, "the header is {0}", header);
        }
    }

    /// <summary>The published example: its secret, moment, body and signatures. Source: stripe-dotnet, EventUtilityTest.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    public void Stripes_own_example_of_a_signature_is_good_for_five_minutes_of_its_time(int later, bool good)
    {
        if (PublishedFile.Find("stripe/signature/event_test_signature.json") is not { } file)
        {
            Assert.Skip("The published example is not here.");
            return;
        }
        const string header =
            "t=1533204620,v1=2220f87ef101a04665f11cdf770523143f875572008577fa0f20882ddb9cc3c7,v0=63f3a72374a733066c4be69ed7f8e5ac85c22c9f0a6a612ab9a025a9e4ee7eef";
        var request = new WebhookRequest(
            new HeaderDictionary { ["Stripe-Signature"] = header },
            File.ReadAllBytes(file),
            "application/json"
        );
        var at = DateTimeOffset.FromUnixTimeSeconds(1533204620 + later);

        new StripeWebhook(new StripeSettings("webhook_secret", false)).Proves(request, at).Should().Be(good);
        new StripeWebhook(new StripeSettings("another_secret", false)).Proves(request, at).Should().BeFalse();
        new StripeWebhook(new StripeSettings(null, false)).Proves(request, at).Should().BeFalse();
    }

    [Fact]
    public async Task A_source_without_a_secret_is_not_there_and_no_one_is_led_to_another_page()
    {
        await using var app = await TrackerApp.StartAsync(
            postgres,
            new Dictionary<string, string> { ["Webhooks:Stripe:SigningSecret"] = "" }
        );
        using var http = app.ApiClient(key: null);
        foreach (var path in (string[])[.. SenderWorld.Paths, "/webhooks/other", "/webhooks/email/other"])
        {
            using var content = new ByteArrayContent(Body("stripe"));
            content.Headers.Add("X-Cal-Signature-256", SenderWorld.Hex("", Body("stripe")));
            using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content);
            answer.StatusCode.Should().Be(HttpStatusCode.NotFound, path);
            using var looked = await http.GetAsync(new Uri(path, UriKind.Relative));
            looked.StatusCode.Should().Be(HttpStatusCode.NotFound, path);
        }
        (await app.DbAsync(db => db.Signals.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task A_body_of_one_mebibyte_is_taken_and_one_byte_more_is_413_whether_or_not_it_says_so()
    {
        await using var world = await SenderWorld.StartAsync(postgres);
        foreach (var source in EventFile.Sources)
        {
            var path = $"/webhooks/{source}";
            byte[] largest = [.. Body(source), .. new byte[(1 << 20) - Body(source).Length]];
            largest.AsSpan(Body(source).Length).Fill((byte)' ');
            byte[] tooLarge = [.. largest, (byte)' '];

            using var taken = await world.PostAsync(path, largest, SenderWorld.Signature(source, largest, world.Now));
            using var said = await world.PostAsync(path, tooLarge, SenderWorld.Signature(source, tooLarge, world.Now));
            using var content = new UnsizedContent(tooLarge);
            using var unsaid = await world.PostAsync(path, content, SenderWorld.Signature(source, tooLarge, world.Now));

            taken.StatusCode.Should().Be(HttpStatusCode.OK);
            said.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
            unsaid.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        }
        (await world.SignalsAsync()).Should().HaveCount(4);
    }

    [Fact]
    public async Task A_packed_body_is_not_unpacked()
    {
        await using var world = await SenderWorld.StartAsync(postgres);
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            await gzip.WriteAsync(new byte[50_000_000]);
        var body = packed.ToArray();

        using var answer = await world.PostAsync(
            "/webhooks/cal-com",
            body,
            [("Content-Encoding", "gzip"), .. SenderWorld.Signature("cal-com", body, world.Now)]
        );

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await world.SignalsAsync()).Single().Raw.Should().Equal(body);
    }

    [Fact]
    public async Task What_is_well_signed_and_cannot_be_read_is_kept_shown_and_tried_again()
    {
        await using var world = await SenderWorld.StartAsync(postgres);
        byte[][] bodies =
        [
            "not json"u8.ToArray(),
            "[]"u8.ToArray(),
            "\"text\""u8.ToArray(),
            "{}"u8.ToArray(),
            Encoding.UTF8.GetBytes(new string('[', 10_000) + new string(']', 10_000)),
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000)),
            Encoding.UTF8.GetBytes("{\"id\":\"evt\\u0000\",\"type\":\"a\\ud800\",\"event\":\"\\u0000\"}"),
            Encoding.UTF8.GetBytes($"{{\"id\":\"{new string('x', 5000)}\"}}"),
        ];
        var sent = 0;
        foreach (var source in EventFile.Sources)
        foreach (var body in bodies)
        {
            using var answer = await world.SendAsync(source, body, "refunds/create");
            answer
                .StatusCode.Should()
                .Be(HttpStatusCode.OK, "{0} takes {1}", source, Encoding.UTF8.GetString(body)[..Math.Min(20, body.Length)]);
            sent++;
        }
        await world.WorkAsync();

        var signals = await world.SignalsAsync();
        signals
            .Should()
            .HaveCount(sent)
            .And.OnlyContain(s => s.State == SignalState.Retrying && s.LastError != null && s.NextAttemptAt > world.Now);

        await world.PassAsync(world.Now.AddDays(4));
        (await world.SignalsAsync()).Should().OnlyContain(s => s.State == SignalState.Failed && s.NextAttemptAt == null && s.Raw != null);
    }

    [Fact]
    public async Task A_byte_order_mark_belongs_to_what_is_signed_and_another_charset_surprises_nobody()
    {
        await using var world = await SenderWorld.StartAsync(postgres);
        foreach (var source in EventFile.Sources)
        {
            byte[] marked = [0xEF, 0xBB, 0xBF, .. Body(source)];
            using var answer = await world.SendAsync(source, marked);
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
        }
        foreach (var source in EventFile.Sources)
        {
            var latin = Encoding.Latin1.GetBytes(
                Encoding
                    .UTF8.GetString(Body(source))
                    .Replace("Harbour Analytics", "Hafen Möwe", StringComparison.Ordinal)
                    .Replace("Kim", "Kîm", StringComparison.Ordinal)
            );
            using var answer = await world.SendAsync(source, latin);
            // Stripe signs text, which this is not.
            answer.StatusCode.Should().Be(source == "stripe" ? HttpStatusCode.Unauthorized : HttpStatusCode.OK);
        }
        await world.WorkAsync();
        (await world.SignalsAsync())
            .Should()
            .HaveCount(6, "Calendly's is known by its id")
            .And.OnlyContain(s => s.Kind != null && s.LastError == null);
    }

    [Fact]
    public async Task A_hundred_duplicates_at_once_are_one_signal_with_one_effect()
    {
        await using var world = await SenderWorld.StartAsync(postgres);
        var id = await world.HarbourAsync();
        foreach (var source in EventFile.Sources)
        {
            var answers = await Task.WhenAll(
                Enumerable.Range(0, 100).Select(_ => world.SendAsync(source, Body(source), eventId: "event-1"))
            );
            answers.Should().OnlyContain(answer => answer.StatusCode == HttpStatusCode.OK);
        }
        var signals = await world.SignalsAsync();
        signals.Should().HaveCount(4);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.WorkAsync()));
        (await world.SignalsAsync()).Should().OnlyContain(s => s.State == SignalState.Worked && s.Attempts == 1);
        (await world.App.DbAsync(db => db.Transitions.CountAsync(t => t.AccountId == id && t.To == "7"))).Should().Be(1);
    }

    [Fact]
    public async Task A_stores_delivery_is_known_by_topic_and_event_whatever_the_case_of_its_headers()
    {
        await using var world = await SenderWorld.StartAsync(postgres);
        var body = Body("shopify");
        foreach (var (topic, id) in new[] { ("orders/create", "e1"), ("orders/paid", "e1"), ("orders/paid", "e1"), ("orders/paid", "e2") })
        {
            var signed = SenderWorld.Signature("shopify", body, world.Now, topic, id);
            using var answer = await world.PostAsync(
                "/webhooks/shopify",
                body,
                [.. signed.Select(h => (h.Name.ToLowerInvariant(), h.Value))]
            );
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
        }
        foreach (var _ in new[] { 1, 2 })
        {
            (string Name, string Value)[] signed =
            [
                .. SenderWorld.Signature("shopify", body, world.Now)[..2],
                ("X-Shopify-Webhook-Id", "w1"),
            ];
            using var answer = await world.PostAsync("/webhooks/shopify", body, signed);
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
        }
        (await world.SignalsAsync())
            .Select(s => s.SourceId)
            .Should()
            .Equal("orders/create e1", "orders/paid e1", "orders/paid e2", "orders/paid w1");
    }

    [Fact]
    public async Task What_was_stored_is_worked_by_a_job_of_its_own_without_waiting_for_the_sweep()
    {
        // The clock stands still: to the sweep nothing is old enough.
        await using var world = await SenderWorld.StartAsync(postgres, ("OnboardingTracker:Role", "all"));
        foreach (var source in EventFile.Sources)
        {
            using var answer = await world.SendAsync(source, Body(source));
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        await world.App.WaitForAsync("select 1 where (select count(*) from signals where state = 'unmatched') = 4");
        (await world.SignalsAsync()).Should().OnlyContain(s => s.Attempts == 1 && s.NextAttemptAt == null);
    }

    [Fact]
    public async Task Before_the_first_set_up_webhooks_answer_as_ever()
    {
        await using var world = await SenderWorld.StartAsync(postgres);
        (await world.App.DbAsync(db => db.Users.CountAsync())).Should().Be(0);

        using var answer = await world.SendAsync("stripe", Body("stripe"));

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Headers.Location.Should().BeNull();
        answer.Content.Headers.ContentLength.Should().Be(0);
    }

    private static byte[] Body(string source) => EventFile.Find(source, s_event[source]).Raw;
}
