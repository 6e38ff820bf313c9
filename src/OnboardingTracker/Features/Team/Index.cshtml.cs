using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Data.Tasks;
using OnboardingTracker.Data.Team;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Team;

/// <summary>Who is in the team, who is here today, and what each has in hand.</summary>
[Authorize(Policy = Access.TuneRules)]
public sealed class IndexModel(TrackerDb db, TeamChanges team, TimeProvider time) : PageModel
{
    public IReadOnlyList<TeamRow> Active { get; private set; } = [];

    public IReadOnlyList<TeamRow> Deactivated { get; private set; } = [];

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public DateOnly Today { get; private set; }

    /// <summary>Who takes care of alerts, and who gets what has no one.</summary>
    public TaskDesk Desk { get; private set; } = TaskDesk.Empty;

    public IEnumerable<(string Name, string Label, string Hint, string None, int? Chosen)> DeskFields =>
        [
            (
                "alertAssignee",
                "Alert assignee",
                "Gets failed payments and large invoices. While they are away, new ones go to the fallback assignee.",
                "Nobody: each account's owner",
                Desk.AlertAssigneeId
            ),
            (
                "fallbackAssignee",
                "Fallback assignee",
                "Gets what has no one: an account without an owner, or with one who is away or has left.",
                "Nobody",
                Desk.FallbackAssigneeId
            ),
        ];

    /// <summary>Of who is away: open tasks that they keep because nobody is there to stand in, and those that somebody has for them.</summary>
    public IReadOnlyDictionary<int, (int Kept, int Covered)> AbsentWork { get; private set; } = new Dictionary<int, (int, int)>();

    public string? StandIn => Desk.FallbackAssigneeId is { } id ? Desk.Members.GetValueOrDefault(id)?.Name : null;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Desk = await db.TaskDeskAsync(cancel);
        AbsentWork = await db.AbsentWorkAsync(cancel);
        var now = time.GetUtcNow();
        var (policy, _) = await db.CurrentPolicyAsync(cancel);
        (Zone, Today) = (TeamCalendar.Zone(policy), TeamCalendar.DayOf(now, policy));
        var rows = await db.TeamRowsAsync(now, cancel);
        Active = [.. rows.Where(row => row.Member.Active)];
        Deactivated = [.. rows.Where(row => !row.Member.Active)];
    }

    /// <summary>Whether who asks may change this member.</summary>
    public bool MayChange(Member member) => MemberRules.MayMake(User.Role()!.Value, member.Role, member.Role);

    public async Task<IActionResult> OnPostPresenceAsync(int id, bool absent, CancellationToken cancel) =>
        Answer(
            await ChangeAsync(id, new MemberUpdate { Absent = absent }, cancel),
            member =>
                absent
                    ? new(
                        $"{member.Name} is away",
                        "New leads go to the others, open tasks to the fallback assignee if there is one present."
                    )
                    : new($"{member.Name} is back", "New leads come again, unowned accounts too, and the tasks that somebody had for them.")
        );

    public async Task<IActionResult> OnPostDeskAsync(int? alertAssignee, int? fallbackAssignee, CancellationToken cancel) =>
        await team.AssignDeskAsync(alertAssignee, fallbackAssignee, User.Actor(), cancel) is { } refusal
            ? this.NotDone("That was not changed", refusal, "/team")
            : this.Done(
                new Toast(
                    "Saved who gets which tasks",
                    "It counts for what comes; open tasks stay with whom they are, but for those of people who are away."
                ),
                "/team"
            );

    public async Task<IActionResult> OnPostReactivateAsync(int id, CancellationToken cancel) =>
        Answer(
            await ChangeAsync(id, new MemberUpdate { Active = true }, cancel),
            member => new($"{member.Name} is active again", "They sign in with the password they had.")
        );

    private Task<TeamChange> ChangeAsync(int id, MemberUpdate update, CancellationToken cancel) =>
        team.ChangeAsync(id, update, User.Actor(), User.Role()!.Value, cancel);

    private IActionResult Answer(TeamChange change, Func<Member, Toast> done) =>
        change switch
        {
            TeamChange.Accepted accepted => this.Done(done(accepted.Member), "/team"),
            TeamChange.Refused refused => this.NotDone("That was not changed", refused.Message, "/team"),
            TeamChange.Forbidden => Forbid(),
            _ => NotFound(),
        };
}
