using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Tasks;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Features.Shared.Components;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Tasks;

/// <summary>Gives tasks to somebody of the team, or to nobody.</summary>
[Authorize(Policy = Access.WorkOnAccounts)]
public sealed class AssignModel(TrackerDb db, TaskBatches batches) : TaskActionModel(db)
{
    private const string Nobody = "0";
    private readonly TrackerDb _db = db;

    [BindProperty]
    public string? To { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) =>
        Chosen.Count == 0 ? NothingChosen() : Show(await FormAsync(await PeopleAsync(cancel), cancel));

    public Task<IActionResult> OnPostAskAsync(CancellationToken cancel) => OnGetAsync(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Chosen.Count == 0)
            return NothingChosen();
        var people = await PeopleAsync(cancel);
        var member = people.Find(one => one.Id.ToString(CultureInfo.InvariantCulture) == To);
        if (member is null && To != Nobody)
            return Show(await FormAsync(people, cancel), "Choose who is to do it.");
        var batch = await batches.ChangeAsync(Chosen, new TaskEdit { AssigneeId = member?.Id }, User.Actor(), cancel);
        return Answer(batch, member is null ? "Nobody’s for now" : $"Given to {member.Name}");
    }

    private Task<List<Member>> PeopleAsync(CancellationToken cancel) =>
        _db.Members.AsNoTracking().Where(m => m.Active).OrderBy(m => m.Name).ToListAsync(cancel);

    private async Task<TaskChoice> FormAsync(List<Member> people, CancellationToken cancel)
    {
        var now = Chosen is [var one]
            ? await _db.Tasks.Where(t => t.Id == one.Id).Select(t => new { t.AssigneeId }).FirstOrDefaultAsync(cancel)
            : null;
        return new TaskChoice(
            $"Who does {await WhatAsync(cancel)}?",
            "/tasks/assign",
            "to",
            "Assign to",
            "Assign",
            [
                .. people
                    .OrderByDescending(member => member.Id == User.MemberId())
                    .Select(member => new Choice(
                        member.Id.ToString(CultureInfo.InvariantCulture),
                        Content(member),
                        Chosen: now?.AssigneeId == member.Id
                    )),
                new Choice(Nobody, new HtmlString("<span>Nobody yet</span>"), Chosen: now is { AssigneeId: null }),
            ]
        );
    }

    private static HtmlContentBuilder Content(Member member)
    {
        var content = new HtmlContentBuilder();
        content.AppendHtml(new Avatar(member.Name));
        if (member.Absent)
            content.AppendHtml(" <span class=\"badge\">away</span>");
        return content;
    }
}
