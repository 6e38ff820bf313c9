using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Misfits;

/// <summary>The accounts that do not fit, of each kind one query. What a person left as it is stays out until the account moves.</summary>
public static class MisfitQuery
{
    /// <summary>Activity after an outcome is looked for this far back, in days.</summary>
    public const int ActivityDays = 90;

    /// <summary>More are not counted.</summary>
    public const int MostCounted = 1_000;

    public static IReadOnlyList<MisfitKind> Kinds { get; } = Enum.GetValues<MisfitKind>();

    public static IQueryable<Account> Misfits(this TrackerDb db, MisfitKind kind, RunContext context)
    {
        var found = Find(db, kind, context);
        var left = db.LeftMisfits.Where(l => l.Kind == kind);
        return found.Where(a => !left.Any(l => l.AccountId == a.Id && l.TransitionId == (a.LastTransitionId ?? 0)));
    }

    private static IQueryable<Account> Find(TrackerDb db, MisfitKind kind, RunContext context)
    {
        var accounts = db.Accounts.AsNoTracking();
        var (today, last) = (context.Today, context.LastRenewalDue);
        return kind switch
        {
            MisfitKind.OutreachSent => accounts.Where(a => a.Stage == StageCodes.NewAccount && Outreach(db, context).Contains(a.Id)),
            MisfitKind.NoOutreach => accounts.Where(a =>
                a.Stage == StageCodes.OnboardingInitiated
                && !db.Signals.Any(s =>
                    s.AccountId == a.Id
                    && s.State == Signals.SignalState.Worked
                    && s.Kind == SignalKinds.EmailSent
                    && s.OccurredAt >= a.PassageBeganAt!.Value.AddHours(-context.Policy.SignalsBeforeEntryHours)
                )
            ),
            MisfitKind.EngagedInNoEngagement => accounts.Where(a => a.Stage == StageCodes.OnboardedNoEngagement && a.EngagedAt != null),
            MisfitKind.ActiveAfterOutcome => accounts.Where(a => ActiveAgain(db, context).Contains(a.Id)),
            MisfitKind.NoOwner => accounts.Where(a => a.InWork && a.OwnerId == null),
            MisfitKind.NoRenewal => accounts.Where(a => a.InWork && a.Stage != StageCodes.PaidCallPurchased && a.NextRenewalOn == null),
            MisfitKind.RenewalPassed => accounts.Where(a =>
                a.InWork
                && a.Stage != StageCodes.AwaitingFinalOutreach
                && a.Stage != StageCodes.PaidCallPurchased
                && a.NextRenewalOn < today
            ),
            MisfitKind.RenewalMovedOut => accounts.Where(a => a.Stage == StageCodes.AwaitingFinalOutreach && a.NextRenewalOn > last),
            MisfitKind.SameDomain => SameDomain(db, accounts),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    /// <summary>Those in 1 to whom a mail of ours went that opened a conversation and was not refused.</summary>
    private static IQueryable<long> Outreach(TrackerDb db, RunContext context) =>
        db.Database.SqlQuery<long>(
            $"""
            select s.account_id as "Value"
            from signals s join accounts a on a.id = s.account_id
            where a.stage = {StageCodes.NewAccount} and s.state = 'worked' and s.kind = {SignalKinds.EmailSent}
                and s.is_engagement is distinct from false
                and s.occurred_at >= a.passage_began_at - make_interval(hours => {context.Policy.SignalsBeforeEntryHours})
                and (s.fact -> 'mail' ->> 'startsConversation')::boolean and not (s.fact -> 'mail' ->> 'history')::boolean
                and not exists (
                    select from signals r where r.account_id = s.account_id and r.kind = {SignalKinds.EmailRefused}
                        and r.fact -> 'mail' ->> 'messageId' = s.fact -> 'mail' ->> 'messageId')
            """
        );

    /// <summary>Those in an outcome of whom a sign of life is younger than it: a reply, a call, a purchase; of the churned a live subscription.</summary>
    private static IQueryable<long> ActiveAgain(TrackerDb db, RunContext context) =>
        db.Database.SqlQuery<long>(
            $"""
            select s.account_id as "Value"
            from signals s join accounts a on a.id = s.account_id join stages st on st.code = a.stage
            where st.kind = 'outcome' and s.state = 'worked' and s.is_engagement is distinct from false
                and s.kind in ('emailReceived', 'callBooked', 'callCompleted', 'consultationPurchased', 'subscriptionChanged')
                and s.occurred_at > a.stage_entered_at and s.occurred_at > {context.Now.AddDays(-ActivityDays)}
                and (s.kind <> 'emailReceived' or s.is_engagement
                    or ((s.fact -> 'mail' ->> 'genuine')::boolean and not (s.fact -> 'mail' ->> 'history')::boolean
                        and s.fact -> 'mail' ->> 'proof' <> '0'))
                and (s.kind <> 'subscriptionChanged'
                    or (a.stage = {StageCodes.Churned} and (s.fact -> 'subscription' ->> 'live')::boolean))
            """
        );

    private static IQueryable<Account> SameDomain(TrackerDb db, IQueryable<Account> accounts)
    {
        var names = PublicMailDomains.Names.ToList();
        var beginnings = PublicMailDomains.Beginnings.ToList();
        var twice = db
            .Accounts.Where(a =>
                a.InWork && a.Domain != null && !names.Contains(a.Domain) && !beginnings.Any(b => EF.Functions.Like(a.Domain, b + "%"))
            )
            .GroupBy(a => a.Domain)
            .Where(domain => domain.Count() > 1)
            .Select(domain => domain.Key);
        return accounts.Where(a => a.InWork && twice.Contains(a.Domain));
    }
}
