using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Billing;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Tests.Domain.Playbooks;

/// <summary>Accounts with bills, on 1 March 2026.</summary>
internal static class AlertSubjects
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    public static RunContext Context(Policy? policy = null, int daysLater = 0) => new(Now.AddDays(daysLater), policy ?? new Policy(), 0);

    public static PlaybookSubject Account(
        decimal? forecast = null,
        string currency = "USD",
        string? renewal = "2026-03-20",
        string? stage = "2",
        string? sales = null
    ) =>
        new()
        {
            AccountId = 1,
            ExternalId = "acme",
            Name = "Acme",
            Stage = stage,
            Passage = stage is null ? 0 : 1,
            SalesOwner = sales,
            OwnerId = 1,
            ForecastAmount = forecast,
            ForecastCurrency = forecast is null ? null : currency,
            NextRenewalOn = renewal is null ? null : DateOnly.Parse(renewal, null),
        };

    public static PlaybookSubject Paid(
        this PlaybookSubject account,
        decimal amount,
        string currency = "USD",
        string? subscription = null,
        bool regular = true,
        int daysAgo = 10
    )
    {
        account.Invoices.Add(
            new Invoice
            {
                Source = "stripe",
                ExternalId = $"in_{account.Invoices.Count}",
                State = InvoiceState.Paid,
                AmountPaid = amount,
                Currency = currency,
                PaidAt = Now.AddDays(-daysAgo),
                PeriodEnd = Now.AddDays(-daysAgo),
                Regular = regular,
                Subscription = subscription,
            }
        );
        return account;
    }

    public static PlaybookSubject Upcoming(
        this PlaybookSubject account,
        decimal amount,
        string subscription = "sub_1",
        string currency = "USD",
        int inDays = 19
    )
    {
        account.Subscriptions.Add(
            new Subscription
            {
                Source = "stripe",
                ExternalId = subscription,
                Live = true,
                UpcomingAmount = amount,
                UpcomingCurrency = currency,
                UpcomingPeriodEnd = Now.AddDays(inDays),
            }
        );
        return account;
    }

    public static PlaybookSubject Failed(this PlaybookSubject account, InvoiceState state = InvoiceState.Open, int attempts = 1)
    {
        account.Invoices.Add(
            new Invoice
            {
                Source = "stripe",
                ExternalId = $"in_{account.Invoices.Count}",
                Number = $"F-{account.Invoices.Count}",
                State = state,
                AmountDue = 500,
                Currency = "USD",
                Attempts = attempts,
                FailedAt = Now.AddDays(-1),
            }
        );
        return account;
    }

    /// <summary>The alerts that it should have; the conditions of the playbook must say the same.</summary>
    public static IReadOnlyList<WantedAlert> Wanted(this Playbook playbook, PlaybookSubject account, RunContext? context = null)
    {
        var raised = AlertPlan
            .For(playbook, account, context ?? Context(), TaskDesk.Empty)
            .Changes.OfType<AlertChange.Raise>()
            .Select(change => change.Alert)
            .ToList();
        if (account.Alerts.Count == 0)
            playbook
                .Conditions.All(condition => condition.Holds(account, context ?? Context()))
                .Should()
                .Be(raised.Count > 0, string.Join("; ", playbook.Explain(account, context ?? Context())));
        return raised;
    }

    /// <summary>Carries a plan out on the account in memory, as the database would.</summary>
    public static AlertPlan Carry(this Playbook playbook, PlaybookSubject account, RunContext context)
    {
        var plan = AlertPlan.For(playbook, account, context, TaskDesk.Empty);
        foreach (var change in plan.Changes)
            switch (change)
            {
                case AlertChange.Raise raise:
                    account.Alerts.Add(
                        new AccountTask
                        {
                            Title = raise.Alert.Title,
                            Kind = playbook.Alert!.Kind,
                            Occasion = raise.Alert.Occasion.ToString(),
                            Figures = raise.Alert.Figures,
                            DueOn = raise.Alert.DueOn,
                            CreatedBy = Actor.Playbook(playbook.Name),
                            CreatedAt = context.Now,
                        }
                    );
                    break;
                case AlertChange.Reopen reopen:
                    reopen.Task.OpenAgain();
                    (reopen.Task.Figures, reopen.Task.Title) = (reopen.Alert.Figures, reopen.Alert.Title);
                    break;
                case AlertChange.Update update:
                    (update.Task.Figures, update.Task.Title) = (update.Alert.Figures, update.Alert.Title);
                    break;
                case AlertChange.Close close:
                    close.Task.CloseByItself(close.Closing.State, close.Closing.Because, Actor.Playbook(playbook.Name), context.Now);
                    break;
            }
        AlertPlan.For(playbook, account, context, TaskDesk.Empty).Changes.Should().BeEmpty("carried out, a plan is done");
        return plan;
    }
}
