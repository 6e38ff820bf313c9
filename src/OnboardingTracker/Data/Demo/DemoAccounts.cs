using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Data.Demo;

/// <summary>The accounts of the demo with their details, contacts, detail history and payment risk; the moves come afterwards, through the door.</summary>
internal sealed class DemoAccounts(Random random, DateTimeOffset now, Policy policy)
{
    private static readonly string[] s_notes =
    [
        "Card failed twice, finance answers slowly",
        "Disputes the event volume of last month",
        "Paid late the last two times, but paid",
    ];

    /// <param name="changes">Takes the account's history, which is written once the account has its id.</param>
    public Account Make(int number, DemoPlan plan, Member owner, List<AccountChange> changes)
    {
        var createdAt = plan.Steps.Count > 0 ? plan.Steps[0].At.AddHours(-random.Next(3, 30)) : now.AddDays(-random.Next(5, 90));
        var program = number % 11 == 0 ? Programs.Yc : null;
        var inPipeline = plan.Stage is not null;
        var update = new AccountUpdate
        {
            Name = DemoNames.Company(number),
            Domain = DemoNames.Domain(number),
            Plan =
                program is not null ? Plan.Startup
                : inPipeline ? Plan.PayAsYouGo
                : (Plan)random.Next(0, 5),
            Program = program,
            Forecast = Forecast(number, inPipeline),
            NextRenewalOn = plan.RenewalOn,
            StripeCustomerId = $"cus_demo{number:d5}",
            SalesOwner = number % 37 == 0 || (!inPipeline && number % 2 == 0) ? "sales@demo.example" : null,
            LegacySegment = number % 43 == 0,
        };
        var account = new Account
        {
            ExternalId = $"org-{1000 + number}",
            CreatedAt = createdAt,
            ChangedAt = createdAt,
        };
        changes.Add(account.Take(update, DetailSources.Import, Actor.User("dana@demo.example"), policy, createdAt, _ => "")!);
        if (inPipeline)
        {
            account.OwnerId = owner.Id;
            account.LeadSince = account.SalesOwner is null ? plan.Steps[0].At : null;
            account.ChurnedOn = plan.Stage == StageCodes.Churned ? DateOnly.FromDateTime(plan.Steps[^1].At.UtcDateTime) : null;
        }
        AddContacts(account, number, createdAt);
        ChangeForecast(account, number, changes);
        AssessRisk(account, number, changes, inPipeline);
        return account;
    }

    private Money Forecast(int number, bool inPipeline)
    {
        var size = random.NextDouble();
        var amount = inPipeline ? 101 + Math.Round(Math.Pow(size, 14) * 4600 + size * 420, 2) : Math.Round(size * 95, 2);
        return new Money(
            (decimal)amount,
            number % 17 == 0 ? "EUR"
                : number % 131 == 0 ? "JPY"
                : "USD"
        );
    }

    private static void AddContacts(Account account, int number, DateTimeOffset at)
    {
        for (var i = 0; i <= number % 3; i++)
        {
            var name = DemoNames.Person(number * 3 + i);
            account.Contacts.Add(
                new Contact
                {
                    Email = $"{name.Split(' ')[0].ToLowerInvariant()}@{account.Domain}",
                    Name = name,
                    Role = i switch
                    {
                        0 => "Founder",
                        1 => "Engineering",
                        _ => "Finance",
                    },
                    CreatedAt = at,
                }
            );
        }
    }

    private void ChangeForecast(Account account, int number, List<AccountChange> changes)
    {
        if (number % 3 != 0 || account.Forecast is not { } before)
            return;
        var at = account.CreatedAt.AddDays((now - account.CreatedAt).TotalDays * 0.6);
        var update = new AccountUpdate
        {
            Forecast = before with { Amount = decimal.Round(before.Amount * (decimal)(1.02 + random.NextDouble() * 0.4), 2) },
        };
        if (account.Take(update, DetailSources.Api, Actor.Api("billing"), policy, at, _ => "") is { } change)
            changes.Add(change);
    }

    private void AssessRisk(Account account, int number, List<AccountChange> changes, bool inPipeline)
    {
        if (!inPipeline || number % 7 != 0)
            return;
        account.PaymentRisk = (number % 3) switch
        {
            0 => PaymentRisk.UnlikelyToPay,
            1 => PaymentRisk.AtRisk,
            _ => PaymentRisk.LikelyToPay,
        };
        account.PaymentRiskNote = s_notes[number % 3];
        account.PaymentRiskBy = Actor.User("owen@demo.example");
        account.PaymentRiskAt = now.AddDays(-random.Next(1, 20));
        changes.Add(
            new AccountChange
            {
                At = account.PaymentRiskAt.Value,
                Source = DetailSources.Person,
                Actor = account.PaymentRiskBy.Value,
                Values = new Dictionary<string, string?[]>
                {
                    [DetailNames.PaymentRisk] =
                    [
                        AccountDetails.Code(PaymentRisk.NotAssessed),
                        AccountDetails.Code(account.PaymentRisk),
                        account.PaymentRiskNote,
                    ],
                },
            }
        );
    }
}
