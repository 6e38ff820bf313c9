using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Audit;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Data.Demo;

/// <summary>
/// One believable world for looking around in: 400 accounts in all stages over four months, the same each time but for the day. It is
/// written into an empty database only, in one transaction, so that a start that was cut off leaves nothing behind.
/// </summary>
public sealed class DemoWorld(TrackerDb db, StageDoor door, TimeProvider time)
{
    private const int Seed = 20260301;
    private const int DaysOfRuns = 125;

    /// <returns>Whether it was written; not where anybody or anything is there already.</returns>
    public async Task<bool> WriteAsync(CancellationToken cancel = default)
    {
        if (await db.Members.AnyAsync(cancel) || await db.Accounts.AnyAsync(cancel))
            return false;
        var now = time.GetUtcNow();
        var random = new Random(Seed);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var team = DemoTeam.People(now.AddDays(-200));
        db.Members.AddRange(team);
        var policy = WritePolicy(now);
        await db.SaveChangesAsync(cancel);

        var specialists = team.Where(member => member.Role == Role.Specialist).ToList();
        var runs = await WriteRunsAsync(now, policy, cancel);
        var accounts = await WriteAccountsAsync(random, now, policy, specialists, cancel);
        var moves = new DemoMoves(door, await db.StagesAsync(cancel), policy, runs);
        await moves.PlayAsync(accounts, cancel);
        await TakeBackAsync(moves, accounts, now, cancel);
        WriteViews(team, now);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    private Policy WritePolicy(DateTimeOffset now)
    {
        var (lead, admin) = (Actor.User("magda@demo.example"), Actor.User("dana@demo.example"));
        var policy = new Policy { CurrencyRates = new Dictionary<string, decimal> { ["EUR"] = 1.08m } };
        db.PolicyVersions.Add(
            new PolicyVersion
            {
                Version = 1,
                Policy = policy,
                ChangedAt = now.AddDays(-160),
                ChangedBy = lead,
            }
        );
        Audit(now.AddDays(-199), admin, "member added", "magda@demo.example", "role", null, "lead");
        Audit(now.AddDays(-160), lead, "policy changed", "policy", "currencyRates", null, "EUR 1.08");
        Audit(now.AddDays(-12), Actor.User("magda@demo.example"), "member changed", "jonas@demo.example", "absent", "false", "true");
        return policy;

        void Audit(DateTimeOffset at, Actor actor, string action, string subject, string name, string? was, string? becomes) =>
            db.AuditEntries.Add(
                new AuditEntry
                {
                    At = at,
                    Actor = actor,
                    Action = action,
                    Subject = subject,
                    Values = new Dictionary<string, string?[]> { [name] = [was, becomes] },
                }
            );
    }

    /// <summary>Both playbooks, every day up to yesterday.</summary>
    private async Task<Dictionary<(string, DateOnly), PlaybookRun>> WriteRunsAsync(
        DateTimeOffset now,
        Policy policy,
        CancellationToken cancel
    )
    {
        var runs = new Dictionary<(string, DateOnly), PlaybookRun>();
        for (var ago = DaysOfRuns; ago >= 1; ago--)
        {
            var day = TeamCalendar.DayOf(now, policy).AddDays(-ago);
            foreach (var playbook in PlaybookBook.All)
            {
                var at = day.ToDateTime(playbook.DailyAt(new RunContext(now, policy, 1))).ToUtc();
                runs[(playbook.Name, day)] = new PlaybookRun
                {
                    Playbook = playbook.Name,
                    Trigger = RunTriggers.Schedule,
                    RequestedBy = Actor.Playbook(playbook.Name),
                    RequestedAt = at,
                    State = RunState.Completed,
                    StartedAt = at,
                    FinishedAt = at.AddSeconds(1),
                    Day = day,
                    PolicyVersion = 1,
                };
            }
        }
        db.PlaybookRuns.AddRange(runs.Values.OrderBy(run => run.RequestedAt));
        await db.SaveChangesAsync(cancel);
        return runs;
    }

    private async Task<List<(Account Account, DemoPlan Plan)>> WriteAccountsAsync(
        Random random,
        DateTimeOffset now,
        Policy policy,
        List<Member> specialists,
        CancellationToken cancel
    )
    {
        var planner = new DemoPlanner(random, TeamCalendar.DayOf(now, policy));
        var maker = new DemoAccounts(random, now, policy);
        var made = new List<(Account Account, DemoPlan Plan)>();
        var histories = new List<(Account Account, List<AccountChange> Changes)>();
        foreach (var (number, stage) in planner.Stages().Index())
        {
            var owner = specialists[number % specialists.Count];
            var plan = planner.Plan(stage, owner.Email);
            var changes = new List<AccountChange>();
            var account = maker.Make(number, plan, owner, changes);
            made.Add((account, plan));
            histories.Add((account, changes));
        }
        db.Accounts.AddRange(made.Select(a => a.Account));
        await db.SaveChangesAsync(cancel);
        db.AccountChanges.AddRange(
            histories.SelectMany(h =>
                h.Changes.Select(change => new AccountChange
                {
                    AccountId = h.Account.Id,
                    At = change.At,
                    Source = change.Source,
                    Actor = change.Actor,
                    Values = change.Values,
                })
            )
        );
        await db.SaveChangesAsync(cancel);
        return made;
    }

    /// <summary>What people took back: some of the ten-day rule's moves, which holds it off, and some finished accounts begun again.</summary>
    private static async Task TakeBackAsync(
        DemoMoves moves,
        List<(Account Account, DemoPlan Plan)> accounts,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var undone = accounts.Where(a => a.Plan.Stage == StageCodes.AwaitingFinalOutreach).Take(4);
        foreach (var (account, plan) in undone)
            await moves.UndoAsync(account, plan.Steps[1].By!, Earlier(plan.Steps[^1].At.AddHours(4)), cancel);
        var reopened = accounts
            .Where(a =>
                a.Plan.Stage == StageCodes.OnboardedNoEngagement
                && a.Account.NextRenewalOn > DateOnly.FromDateTime(now.UtcDateTime).AddDays(10)
            )
            .Take(5);
        foreach (var (account, plan) in reopened)
            await moves.ReopenAsync(account, plan.Steps[^1].By!, now.AddHours(-30), cancel);

        DateTimeOffset Earlier(DateTimeOffset at) => at < now ? at : now;
    }

    private void WriteViews(IReadOnlyList<Member> team, DateTimeOffset now)
    {
        var lead = team.First(member => member.Role == Role.Lead);
        db.SavedViews.Add(
            new SavedView
            {
                MemberId = lead.Id,
                Name = "Final outreach this week",
                Query = "stage=5&sort=nextRenewalOn",
                Shared = true,
                CreatedAt = now.AddDays(-30),
            }
        );
    }
}
