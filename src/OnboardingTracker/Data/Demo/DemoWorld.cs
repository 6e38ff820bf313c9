using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Audit;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Data.Team;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Data.Demo;

/// <summary>
/// One believable world for looking around in: 400 accounts in all stages over four months, the same each time but for the day. It is
/// written into an empty database only, in one transaction, so that a start that was cut off leaves nothing behind.
/// </summary>
public sealed class DemoWorld(TrackerDb db, StageDoor door, AccountStory story, PlaybookRunner runner, TimeProvider time)
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

        db.TeamSettings.Add(
            new TeamSettings
            {
                AlertAssigneeId = team.First(member => member.Role == Role.Lead).Id,
                FallbackAssigneeId = team.First(member => member.Role == Role.Specialist).Id,
            }
        );
        var specialists = team.Where(member => member.Role == Role.Specialist).ToList();
        var runs = await WriteRunsAsync(now, policy, cancel);
        var accounts = await WriteAccountsAsync(random, now, policy, specialists, cancel);
        var signals = await WriteSignalsAsync(random, now, accounts, cancel);
        var moves = new DemoMoves(door, await db.StagesAsync(cancel), policy, runs, signals);
        await moves.PlayAsync(accounts, cancel);
        await TakeBackAsync(moves, accounts, now, cancel);
        WriteTasks(accounts, team, now, policy);
        WriteViews(team, now);
        db.Notes.AddRange(DemoNotes.Of(accounts));
        db.ChecklistMarks.AddRange(DemoNotes.Audits(accounts));
        db.Notices.AddRange(DemoNotices.Of(team, [.. accounts.Select(a => a.Account)], now));
        await db.SaveChangesAsync(cancel);
        // What the signals say besides moves, as after each real one: engagement, calls to come, tasks.
        foreach (var (account, _) in accounts.Where(a => signals[a.Account.Id].Any()))
            await story.TellAsync(account.Id, new RunContext(now, policy, policyVersion: 1), cancel: cancel);
        // These stories were told at once, and not each when its signals arrived.
        await db
            .Engagements.Where(e => e.At != null)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.RecordedAt, e => e.At!.Value), cancel);
        await db.Churns.ExecuteUpdateAsync(set => set.SetProperty(c => c.RecordedAt, c => c.At), cancel);
        await db.Database.ExecuteSqlRawAsync(BillPeaksAnew.Fill, cancel);
        await db.Replies.Where(r => r.At != null).ExecuteUpdateAsync(set => set.SetProperty(r => r.RecordedAt, r => r.At!.Value), cancel);
        await transaction.CommitAsync(cancel);
        // The lead has looked at each kind of alert and released it.
        foreach (var playbook in (string[])[PlaybookNames.FailedPayment, PlaybookNames.LargeInvoice, PlaybookNames.NeverContacted])
            await runner.RunAsync(
                new RunRequest(playbook, DryRun: false, BasedOnId: null, RunTriggers.AskedFor, Actor.User("magda@demo.example")),
                cancel
            );
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
            foreach (var playbook in PlaybookBook.All.Where(playbook => playbook.Effect is PlaybookEffect.Moves))
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

    private async Task<ILookup<long, ReceivedSignal>> WriteSignalsAsync(
        Random random,
        DateTimeOffset now,
        List<(Account Account, DemoPlan Plan)> accounts,
        CancellationToken cancel
    )
    {
        var (said, billing) = (new DemoSignals(random, now), new DemoBilling(db, random, now));
        var signals = accounts.SelectMany(a => (List<Signal>)[.. billing.Of(a.Account, a.Plan), .. said.Of(a.Account, a.Plan)]).ToList();
        db.Signals.AddRange([.. signals.OrderBy(signal => signal.ReceivedAt), .. DemoUnmatched.All(now)]);
        await db.SaveChangesAsync(cancel);
        return signals.ToLookup(
            signal => signal.AccountId!.Value,
            signal => new ReceivedSignal(signal.Id, signal.ReceivedAt, signal.Fact!)
        );
    }

    /// <summary>What people mean to do, and what they have done.</summary>
    private void WriteTasks(List<(Account Account, DemoPlan Plan)> accounts, IReadOnlyList<Member> team, DateTimeOffset now, Policy policy)
    {
        string[] titles =
        [
            "Send the steps for narrowing down autocapture",
            "Look at last month's bill with them",
            "Ask whether the group set-up works now",
            "Answer the question on session recordings",
        ];
        var today = TeamCalendar.DayOf(now, policy);
        foreach (
            var (i, (account, plan)) in accounts
                .Where(a => a.Plan.Stage is not (null or StageCodes.NewAccount) && a.Plan.Stage[0] != '6')
                .Take(60)
                .Index()
        )
        {
            var owner = team.First(member => member.Email == plan.Owner);
            // What is whose who is away has been given away.
            if (owner.Absent)
                continue;
            var done = i % 4 == 3;
            db.Tasks.Add(
                new AccountTask
                {
                    AccountId = account.Id,
                    Title = titles[i % titles.Length],
                    Kind = TaskKinds.FollowUp,
                    AssigneeId = owner.Id,
                    DueOn = today.AddDays((i % 9) - 2),
                    State = done ? TaskState.Done : TaskState.Open,
                    ClosedAt = done ? now.AddHours(-i % 30) : null,
                    ClosedBy = done ? Actor.User(owner.Email) : null,
                    CreatedBy = Actor.User(owner.Email),
                    CreatedAt = now.AddDays(-3),
                }
            );
        }
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
            await moves.UndoAsync(account, plan.Owner, Earlier(plan.Steps[^1].At.AddHours(4)), cancel);
        var reopened = accounts
            .Where(a =>
                a.Plan.Stage == StageCodes.OnboardedNoEngagement
                && a.Account.NextRenewalOn > DateOnly.FromDateTime(now.UtcDateTime).AddDays(10)
            )
            .Take(5);
        foreach (var (account, plan) in reopened)
            await moves.ReopenAsync(account, plan.Owner, now.AddHours(-30), cancel);

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
