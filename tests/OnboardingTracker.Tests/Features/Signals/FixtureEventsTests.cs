using System.Text.Json.Nodes;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Features.Signals;
using OnboardingTracker.Features.Signals.CalCom;
using OnboardingTracker.Features.Signals.Calendly;
using OnboardingTracker.Features.Signals.Shopify;
using OnboardingTracker.Features.Signals.Stripe;

namespace OnboardingTracker.Tests.Features.Signals;

/// <summary>Events that others have published, where they are at hand beside the project: none surprises a reader.</summary>
public sealed class FixtureEventsTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Events_of_Stripe_are_read_as_their_type_says_whatever_their_version()
    {
        var source = new StripeSource(new StripeSettings("whsec", AcceptTestMode: true));
        var read = 0;
        foreach (var (file, root) in Files("stripe"))
        {
            var raw = root;
            // Some hold only what an event is about, under the event's name.
            var type =
                Path.GetFileNameWithoutExtension(file) is var name && name.StartsWith("subscription.", StringComparison.Ordinal)
                    ? $"customer.{name}"
                    : name;
            if (root["type"] is null && root["object"] is JsonObject)
                raw = new JsonObject
                {
                    ["type"] = type,
                    ["created"] = 1,
                    ["data"] = root.DeepClone(),
                };
            if (raw["type"]?.GetValueKind() != System.Text.Json.JsonValueKind.String || raw["data"]?["object"] is not JsonObject)
            {
                ReadOrRefuse(source, raw, file);
                continue;
            }
            read++;
            var kind = KindOf(source, raw);
            kind.Should().Be(Expected(raw["type"]!.GetValue<string>(), raw["data"]!["object"]!), file);
        }
        read.Should().BeGreaterThan(30);
    }

    [Fact]
    public void Deliveries_of_Calendly_are_read_and_the_first_version_is_refused()
    {
        var source = new CalendlySource();
        var kinds = Files("calendly")
            .Where(f => f.Root["event"] is not null)
            .ToDictionary(f => Path.GetFileName(f.File), f => ReadOrRefuse(source, f.Root, f.File));

        kinds["invitee.created.json"].Should().Be("callBooked");
        kinds["invitee.canceled.json"].Should().Be("callCanceled");
        kinds["invitee_no_show.created.json"].Should().Be("callNoShow");
        kinds["routing_form_submission.created.json"].Should().Be("unused");
        kinds["sample_legacy_v1_shape_calendlyr.json"].Should().Be("unreadable");
        kinds["reschedule_1_invitee.canceled.json"].Should().Be("callCanceled");
        kinds["reschedule_2_invitee.created.json"].Should().Be("callBooked");
    }

    [Fact]
    public void Deliveries_of_Cal_com_are_read_and_what_the_clock_sends_proves_nothing()
    {
        var source = new CalComSource();
        foreach (var (file, root) in Files("calcom"))
        {
            var expected = root["triggerEvent"]!.GetValue<string>() switch
            {
                "BOOKING_CREATED" or "BOOKING_RESCHEDULED" => "callBooked",
                "BOOKING_CANCELLED" => "callCanceled",
                "BOOKING_NO_SHOW_UPDATED" => "callNoShow",
                _ => "unused",
            };
            ReadOrRefuse(source, root, file).Should().Be(expected, file);
        }
    }

    [Fact]
    public void Orders_and_refunds_of_Shopify_without_the_consultation_are_of_no_use()
    {
        var source = new ShopifySource();
        foreach (var (file, root) in Files("shopify").Where(f => f.File.Contains("order", StringComparison.Ordinal)))
            ReadOrRefuse(source, root, file, "orders/paid").Should().Be("unused", file);
        foreach (var (file, root) in Files("shopify").Where(f => f.File.Contains("refund", StringComparison.Ordinal)))
        {
            ReadOrRefuse(source, root, file, "refunds/create").Should().Be("unused", file);
            var policy = new Policy { ConsultationSkus = ["IPOD2008BLACK"] };
            source
                .Read(Delivery(root, "refunds/create"), policy)
                .Should()
                .BeOfType<SignalReading.Says>()
                .Which.Fact.Purchase!.Order.Should()
                .Be("450789469");
        }
    }

    private static string Expected(string type, JsonNode subject) =>
        type switch
        {
            "customer.created" or "customer.updated" or "customer.deleted" => "customerChanged",
            "customer.subscription.deleted" => "subscriptionEnded",
            "customer.subscription.created"
            or "customer.subscription.updated"
            or "customer.subscription.paused"
            or "customer.subscription.resumed"
            or "customer.subscription.trial_will_end" => subject["status"]?.GetValue<string>() is "canceled" or "incomplete_expired"
                ? "subscriptionEnded"
                : "subscriptionChanged",
            "invoice.upcoming" => "invoiceUpcoming",
            "invoice.created" or "invoice.finalized" or "invoice.updated" => "invoiceChanged",
            "invoice.paid" or "invoice.payment_succeeded" => "invoicePaid",
            "invoice.payment_failed" => "paymentFailed",
            "invoice.payment_action_required" => "paymentActionRequired",
            "invoice.marked_uncollectible" => "invoiceUncollectible",
            "invoice.voided" or "invoice.deleted" => "invoiceVoided",
            "charge.refunded" => "paymentRefunded",
            _ => "unused",
        };

    private static string ReadOrRefuse(PureSource source, JsonNode root, string file, string kind = "")
    {
        try
        {
            return KindOf(source, root, kind);
        }
        catch (UnreadableSignalException refused)
        {
            refused.Message.Should().NotBeNullOrEmpty(file);
            return "unreadable";
        }
    }

    private static string KindOf(PureSource source, JsonNode root, string kind = "") =>
        source.Read(Delivery(root, kind), new Policy()) is SignalReading.Says says ? says.Fact.Kind : "unused";

    private static Delivery Delivery(JsonNode root, string kind) =>
        new("id", kind, s_now, System.Text.Encoding.UTF8.GetBytes(root.ToJsonString()));

    private static List<(string File, JsonNode Root)> Files(string sender)
    {
        var folder = PublishedFile.Find(sender);
        if (folder is null)
            Assert.Skip("The published events are not here.");
        return
        [
            .. Directory
                .EnumerateFiles(folder!, "*.json", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(file => (file, JsonNode.Parse(File.ReadAllBytes(file))!))
                .Where(file => file.Item2 is JsonObject),
        ];
    }
}
