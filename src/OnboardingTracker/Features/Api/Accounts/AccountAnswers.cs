using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Features.Api.Accounts;

/// <summary>An account with what one query brings along; contacts and history are read for all rows at once.</summary>
public sealed record AccountRow(Account Account, string? OwnerEmail);

/// <summary>Makes the API's answer of accounts: the same for one and for a page of 500, in the same few queries.</summary>
public sealed class AccountAnswers(TrackerDb db, TimeProvider time)
{
    private const string StripeCustomers = "https://dashboard.stripe.com/customers/";

    public static Expression<Func<Account, AccountRow>> Row { get; } = account => new AccountRow(account, account.Owner!.Email);

    public async Task<AccountAnswer> OfAsync(long accountId, CancellationToken cancel)
    {
        var row = await db.Accounts.AsNoTracking().Where(a => a.Id == accountId).Select(Row).FirstAsync(cancel);
        return (await OfAsync([row], cancel))[0];
    }

    public async Task<List<AccountAnswer>> OfAsync(IReadOnlyList<AccountRow> rows, CancellationToken cancel)
    {
        var ids = rows.Select(row => row.Account.Id).ToList();
        var stages = await db.StagesAsync(cancel);
        var contacts = (
            await db.Contacts.AsNoTracking().Where(c => ids.Contains(c.AccountId)).OrderBy(c => c.Id).ToListAsync(cancel)
        ).ToLookup(contact => contact.AccountId);
        var transitions = await TransitionsAsync(ids, cancel);
        var now = time.GetUtcNow();
        return [.. rows.Select(row => Of(row, contacts[row.Account.Id], transitions[row.Account.Id], stages, now))];
    }

    /// <summary>Without the evidence, which is large and not needed for timestamps.</summary>
    private async Task<ILookup<long, Transition>> TransitionsAsync(List<long> ids, CancellationToken cancel)
    {
        var transitions = await db
            .Transitions.AsNoTracking()
            .Where(t => ids.Contains(t.AccountId))
            .Select(t => new Transition
            {
                Id = t.Id,
                AccountId = t.AccountId,
                From = t.From,
                To = t.To,
                At = t.At,
                Actor = t.Actor,
                UndoesId = t.UndoesId,
            })
            .ToListAsync(cancel);
        return transitions.ToLookup(transition => transition.AccountId);
    }

    private static AccountAnswer Of(
        AccountRow row,
        IEnumerable<Contact> contacts,
        IEnumerable<Transition> transitions,
        StageCatalogue stages,
        DateTimeOffset now
    )
    {
        var account = row.Account;
        return new AccountAnswer
        {
            ExternalId = account.ExternalId,
            Name = account.Name,
            Domain = account.Domain,
            Plan = account.Plan,
            Program = account.Program,
            Forecast = account.Forecast is { } forecast ? new(forecast.Amount, forecast.Currency) : null,
            NextRenewalOn = account.NextRenewalOn,
            StripeCustomerId = account.StripeCustomerId,
            Contacts = [.. contacts.Select(contact => new ContactAnswer(contact.Email, contact.Name, contact.Role))],
            SalesOwner = account.SalesOwner,
            Owner = row.OwnerEmail,
            Segments = account.Segments,
            Stage = account.Stage is { } stage ? new(stage, stages[stage].Name, account.StageEnteredAt!.Value) : null,
            // Read a moment after the account: what was moved in between belongs to the next answer.
            StageTimestamps = TimestampsOf(transitions.Where(t => t.Id <= account.LastTransitionId), stages, now),
            Engaged = account.EngagedAt is not null,
            EngagedAt = account.EngagedAt,
            PaymentRisk = new(account.PaymentRisk, account.PaymentRiskNote, account.PaymentRiskBy?.ToString(), account.PaymentRiskAt),
            ChurnedOn = account.ChurnedOn,
            Links = LinksOf(account),
        };
    }

    private static Dictionary<string, DateTimeOffset> TimestampsOf(
        IEnumerable<Transition> transitions,
        StageCatalogue stages,
        DateTimeOffset now
    ) =>
        PipelineHistory.Times(transitions, stages, now) is [.., var passage]
            ? passage
                .Stages.OrderBy(times => stages.Find(times.Stage)?.Position)
                .ToDictionary(times => times.Stage, times => times.FirstEnteredAt)
            : [];

    private static Dictionary<string, string> LinksOf(Account account)
    {
        var links = new Dictionary<string, string> { ["page"] = $"/accounts/{account.Id}" };
        if (account.StripeCustomerId is { } customer)
            links["stripe"] = StripeCustomers + Uri.EscapeDataString(customer);
        return links;
    }
}
