using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Billing;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Features.Signals;
using OnboardingTracker.Features.Signals.CalCom;
using OnboardingTracker.Features.Signals.Calendly;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Accounts;

namespace OnboardingTracker.Tests.Features.Signals;

/// <summary>From a signed request to what changes on the account.</summary>
public sealed class SignalPathsTests(TestPostgres postgres)
{
    private static readonly DateTimeOffset s_afterTheCall = new(2026, 3, 4, 17, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_booking_moves_the_account_and_its_cancellation_takes_that_back()
    {
        await using var world = await SenderWorld.StartAsync(postgres);
        var id = await world.HarbourAsync();

        await world.TellAsync("calendly", "invitee.created");
        (await world.StageAsync(id)).Should().Be("3b");

        await world.TellAsync("calendly", "invitee.canceled");
        (await world.StageAsync(id)).Should().Be("2");
        (await world.TasksAsync(id)).Should().Equal(TaskKinds.FollowUp);
        (await world.App.AccountAsync(id)).EngagedAt.Should().NotBeNull("a call booked is engagement, even if cancelled later");
    }

    [Theory]
    [InlineData("invitee.created", "reschedule.canceled", "reschedule.created")]
    [InlineData("invitee.created", "reschedule.created", "reschedule.canceled")]
    [InlineData("reschedule.created", "reschedule.canceled", "invitee.created")]
    [InlineData("reschedule.canceled", "invitee.created", "reschedule.created")]
    public async Task A_rescheduled_call_is_one_call_in_whatever_order_it_is_told(params string[] files)
    {
        await using var world = await SenderWorld.StartAsync(postgres);
        var id = await world.HarbourAsync();
        foreach (var file in files)
            await world.TellAsync("calendly", file);

        (await world.StageAsync(id)).Should().Be("3b");
        (await world.TasksAsync(id)).Should().BeEmpty();
        await world.PassAsync(s_afterTheCall);
        (await world.StageAsync(id)).Should().Be("3b", "it is on 6 March now");
        await world.PassAsync(s_afterTheCall.AddDays(2));
        (await world.StageAsync(id)).Should().Be("4a");
    }

    [Fact]
    public async Task A_no_show_after_the_call_was_assumed_held_takes_that_back_until_the_mark_is_removed()
    {
        await using var world = await SenderWorld.StartAsync(postgres);
        var id = await world.HarbourAsync();
        await world.TellAsync("calendly", "invitee.created");
        await world.PassAsync(s_afterTheCall);
        (await world.StageAsync(id)).Should().Be("4a");

        await world.TellAsync("calendly", "invitee_no_show.created");
        (await world.StageAsync(id)).Should().Be("3b");
        (await world.TasksAsync(id)).Should().Equal(TaskKinds.FollowUp);

        await world.TellAsync("calendly", "invitee_no_show.deleted");
        (await world.StageAsync(id)).Should().Be("4a");
        (await world.TasksAsync(id)).Should().BeEmpty();
    }

    [Fact]
    public async Task The_clocks_word_that_a_meeting_ended_proves_nothing_and_a_mark_finds_the_account_of_its_booking()
    {
        await using var world = await SenderWorld.StartAsync(postgres);
        var id = await world.HarbourAsync();
        await world.TellAsync("cal-com", "booking-created");
        (await world.StageAsync(id)).Should().Be("3b");

        await world.TellAsync("cal-com", "meeting-ended");
        (await world.StageAsync(id)).Should().Be("3b");
        (await world.SignalsAsync())[^1].State.Should().Be(SignalState.Unused);

        // The guest who did not come is known to nobody.
        var stranger = Text("cal-com", "no-show.set").Replace("kim@harbour.example", "guest@elsewhere.example", StringComparison.Ordinal);
        (await world.SendAsync("cal-com", Bytes(stranger))).EnsureSuccessStatusCode();
        await world.WorkAsync();
        var mark = (await world.SignalsAsync())[^1];
        (mark.State, mark.AccountId).Should().Be((SignalState.Worked, id));
        mark.Note.Should().Contain("same order or call");
        (await world.TasksAsync(id)).Should().Equal(TaskKinds.FollowUp);
    }

    [Fact]
    public async Task An_upcoming_invoice_sets_forecast_and_renewal_and_its_customer_is_remembered()
    {
        await using var world = await SenderWorld.StartAsync(postgres);
        var id = await world.HarbourAsync();

        await world.TellAsync("stripe", "invoice.upcoming.old.with-credit");

        var account = await world.App.AccountAsync(id);
        account.Forecast!.Value.Amount.Should().Be(590m, "250 of 840 are covered by credit");
        account.NextRenewalOn.Should().Be(new DateOnly(2026, 3, 20));
        account.StripeCustomerId.Should().Be("cus_Harbour01", "it was found by an address");
    }

    [Theory]
    [InlineData("invoice.finalized", "invoice.payment_failed.new")]
    [InlineData("invoice.payment_failed.new", "invoice.finalized")]
    public async Task A_failed_payment_is_kept_with_its_attempts_in_whatever_order(params string[] files)
    {
        await using var world = await SenderWorld.StartAsync(postgres);
        var id = await world.HarbourAsync(customer: "cus_Harbour01");
        foreach (var file in files)
            await world.TellAsync("stripe", file);

        var invoice = await world.App.DbAsync(db => db.Invoices.SingleAsync(i => i.AccountId == id));
        invoice.State.Should().Be(InvoiceState.Open);
        (invoice.Attempts, invoice.AmountDue, invoice.Number).Should().Be((1, 840m, "9A1B2C3D-0002"));
        invoice.FailedAt.Should().NotBeNull();
        invoice.Regular.Should().BeTrue();
    }

    [Fact]
    public async Task An_invoice_that_was_written_off_and_paid_after_all_is_paid_and_a_refund_says_no_more_than_that()
    {
        await using var world = await SenderWorld.StartAsync(postgres);
        var id = await world.HarbourAsync(customer: "cus_Harbour01");
        await world.TellAsync("stripe", "invoice.marked_uncollectible");
        await world.TellAsync("stripe", "invoice.paid.yen");
        await world.TellAsync("stripe", "invoice.updated.proration");

        var invoice = await world.App.DbAsync(db => db.Invoices.SingleAsync(i => i.AccountId == id && i.ExternalId == "in_HarbourNew1"));
        invoice.State.Should().Be(InvoiceState.Paid);
        invoice.Regular.Should().BeFalse();
        await world.TellAsync("stripe", "charge.refunded.old");
        (await world.App.DbAsync(db => db.Invoices.SingleAsync(i => i.ExternalId == "in_HarbourOld1"))).AmountRefunded.Should().Be(840m);
    }

    [Fact]
    public async Task What_names_only_a_customer_waits_until_the_customer_is_known()
    {
        await using var world = await SenderWorld.StartAsync(postgres);
        var id = await world.HarbourAsync();

        await world.TellAsync("stripe", "customer.subscription.deleted.old");
        (await world.SignalsAsync()).Single().State.Should().Be(SignalState.Unmatched);
        (await world.StageAsync(id)).Should().Be("2");

        await world.TellAsync("stripe", "customer.created");
        (await world.SignalsAsync()).Should().OnlyContain(s => s.State == SignalState.Worked && s.AccountId == id);
        var account = await world.App.AccountAsync(id);
        account.Stage.Should().Be("6d");
        account.ChurnedOn.Should().Be(new DateOnly(2026, 3, 1));
    }

    [Fact]
    public async Task A_subscription_whose_first_payment_never_came_is_no_churn()
    {
        await using var world = await SenderWorld.StartAsync(postgres);
        var id = await world.HarbourAsync(customer: "cus_Harbour01");

        await world.TellAsync("stripe", "customer.subscription.updated.incomplete");
        await world.TellAsync("stripe", "customer.subscription.updated.incomplete-expired");

        (await world.StageAsync(id)).Should().Be("2");
    }

    [Theory]
    [InlineData("false", SignalState.Unused)]
    [InlineData("true", SignalState.Worked)]
    public async Task Test_mode_counts_where_the_deployment_says_so(string accepted, SignalState state)
    {
        await using var world = await SenderWorld.StartAsync(postgres, ("Webhooks:Stripe:AcceptTestMode", accepted));
        await world.HarbourAsync();
        await world.TellAsync("stripe", "invoice.paid.test-mode");
        (await world.SignalsAsync()).Single().State.Should().Be(state);
    }

    [Fact]
    public async Task An_account_named_in_the_metadata_is_that_account()
    {
        await using var world = await SenderWorld.StartAsync(postgres);
        var id = await world.HarbourAsync(customer: "cus_other");
        await world.TellAsync("stripe", "customer.updated.with-account");
        (await world.SignalsAsync()).Single().AccountId.Should().Be(id);
        (await world.App.AccountAsync(id)).StripeCustomerId.Should().Be("cus_other", "what is known is not overwritten");
    }

    [Theory]
    [InlineData("order-paid", "refund-full")]
    [InlineData("refund-full", "order-paid")]
    public async Task A_refund_belongs_to_the_account_of_its_order_in_whatever_order(params string[] files)
    {
        await using var world = await SenderWorld.StartAsync(postgres);
        var id = await world.HarbourAsync();
        foreach (var file in files)
            await world.TellAsync("shopify", file);

        (await world.SignalsAsync()).Should().OnlyContain(s => s.State == SignalState.Worked && s.AccountId == id);
        (await world.StageAsync(id)).Should().Be("7", "a refund asks a person, and moves nothing");
        (await world.TasksAsync(id)).Should().Equal(TaskKinds.Refund);
    }

    [Fact]
    public async Task A_part_of_the_money_back_asks_nobody_and_the_rest_of_it_does()
    {
        await using var world = await SenderWorld.StartAsync(postgres);
        var id = await world.HarbourAsync();
        await world.TellAsync("shopify", "order-paid");
        await world.TellAsync("shopify", "refund-money-alone");
        (await world.TasksAsync(id)).Should().BeEmpty();

        var rest = Text("shopify", "refund-money-alone").Replace("20.00", "160.00", StringComparison.Ordinal);
        (await world.SendAsync("shopify", Bytes(rest), "refunds/create")).EnsureSuccessStatusCode();
        await world.WorkAsync();
        (await world.TasksAsync(id)).Should().Equal(TaskKinds.Refund);
    }

    [Fact]
    public async Task A_buyer_whom_nobody_knows_waits_under_unmatched()
    {
        await using var world = await SenderWorld.StartAsync(postgres);
        await world.TellAsync("shopify", "order-paid.no-email");
        var signal = (await world.SignalsAsync()).Single();
        (signal.State, signal.Kind, signal.AccountId).Should().Be((SignalState.Unmatched, SignalKinds.ConsultationPurchased, null));
    }

    [Theory]
    [InlineData("Intro call", true)]
    [InlineData("intro30", true)]
    [InlineData("https://api.calendly.com/event_types/INTRO30", true)]
    [InlineData("Strategy call", false)]
    public void An_event_type_of_Calendly_counts_by_its_name_or_its_address(string counted, bool counts) =>
        Counted(new CalendlySource(), "calendly", "invitee.created", counted).Should().Be(counts);

    [Theory]
    [InlineData("Strategy call", true)]
    [InlineData("strategy-call", true)]
    [InlineData("77", true)]
    [InlineData("Intro call", false)]
    public void An_event_type_of_Cal_com_counts_by_its_title_its_slug_or_its_number(string counted, bool counts) =>
        Counted(new CalComSource(), "cal-com", "booking-created", counted).Should().Be(counts);

    private static bool Counted(PureSource source, string folder, string file, string counted)
    {
        var policy = new Policy { CallEventTypes = [counted] };
        var now = new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);
        var reading = source.Read(new Delivery("id", "kind", now, EventFile.Find(folder, file).Raw), policy);
        return CallBook.Read([new(1, now, ((SignalReading.Says)reading).Fact)], policy, now).Count == 1;
    }

    private static string Text(string source, string file) => System.Text.Encoding.UTF8.GetString(EventFile.Find(source, file).Raw);

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
