using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Billing;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Tasks;
using static OnboardingTracker.Tests.Domain.Playbooks.AlertSubjects;

namespace OnboardingTracker.Tests.Domain.Playbooks;

/// <summary>"An invoice payment failed: an alert, once per invoice; later attempts update it; closes itself when paid or voided; due today."</summary>
public sealed class FailedPaymentTests
{
    private static readonly Playbook s_playbook = FailedPayment.Playbook;

    [Theory]
    [InlineData(InvoiceState.Draft, false)]
    [InlineData(InvoiceState.Open, true)]
    [InlineData(InvoiceState.Uncollectible, true)]
    [InlineData(InvoiceState.Void, false)]
    [InlineData(InvoiceState.Paid, false)]
    public void As_long_as_the_invoice_is_to_be_paid(InvoiceState state, bool alert) =>
        s_playbook.Wanted(Account().Failed(state)).Count.Should().Be(alert ? 1 : 0);

    [Fact]
    public void Once_for_each_invoice_and_due_on_the_day_on_which_it_is_raised()
    {
        var wanted = s_playbook.Wanted(Account().Failed().Failed(attempts: 3), Context(daysLater: 4));

        wanted
            .Select(alert => alert.Title)
            .Should()
            .Equal("Payment failed: invoice F-0, 500.00 USD", "Payment failed: invoice F-1, 500.00 USD");
        wanted.Should().OnlyContain(alert => alert.DueOn == new DateOnly(2026, 3, 5));
        wanted[1].Figures.Attempts.Should().Be(3);
    }

    [Fact]
    public void A_later_attempt_updates_it_and_payment_closes_it()
    {
        var account = Account().Failed();
        s_playbook.Carry(account, Context());
        account.Invoices[0].Attempts = 2;
        s_playbook.Carry(account, Context(daysLater: 3)).Changes.Should().ContainSingle().Which.Should().BeOfType<AlertChange.Update>();
        account.Invoices[0].State = InvoiceState.Paid;
        s_playbook.Carry(account, Context(daysLater: 4));

        var alert = account.Alerts.Should().ContainSingle().Subject;
        (alert.State, alert.ClosedBecause, alert.Figures!.Attempts).Should().Be((TaskState.Done, "the invoice was paid", 2));
        alert.DueOn.Should().Be(new DateOnly(2026, 3, 1));
    }

    [Fact]
    public void What_a_person_has_done_stays_done_though_it_fails_again()
    {
        var account = Account().Failed();
        s_playbook.Carry(account, Context());
        (account.Alerts[0].State, account.Alerts[0].ClosedBy) = (TaskState.Done, Actor.User("magda@example.com"));
        account.Invoices[0].Attempts = 2;

        s_playbook.Carry(account, Context(daysLater: 1)).Changes.Should().BeEmpty();
    }

    [Theory]
    [InlineData("6c", null, "the account was handed to Sales")]
    [InlineData("6d", null, "the customer churned")]
    [InlineData("2", "ae@example.com", "the account is with Sales (ae@example.com)")]
    public void It_closes_with_the_account_and_says_why_and_opens_again_with_it(string stage, string? sales, string because)
    {
        var account = Account().Failed();
        s_playbook.Carry(account, Context());
        var gone = Account(stage: stage, sales: sales);
        (gone.Invoices, gone.Alerts) = (account.Invoices, account.Alerts);
        s_playbook.Carry(gone, Context());
        (gone.Alerts[0].State, gone.Alerts[0].ClosedBecause).Should().Be((TaskState.Canceled, because));

        s_playbook.Carry(account, Context()).Changes.Should().ContainSingle().Which.Should().BeOfType<AlertChange.Reopen>();
    }
}
