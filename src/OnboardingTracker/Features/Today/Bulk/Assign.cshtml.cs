using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Notices;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Features.Shared.Components;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Today.Bulk;

/// <summary>Gives the accounts that are ticked to one person, or to nobody.</summary>
[Authorize(Policy = Access.WorkOnAccounts)]
public sealed class AssignModel(TrackerDb db, AccountWrites writes, OwnerNotices notices, TimeProvider time) : BulkModel
{
    private const string Nobody = "0";

    [BindProperty]
    public string? Owner { get; set; }

    /// <summary>Of an undo: whose each account was, <c>id.owner</c> each.</summary>
    [BindProperty]
    public string? Former { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) =>
        Chosen.Count == 0 ? NothingChosen() : Show(FormFor(await OwnersAsync(cancel)));

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Former is not null)
            return await UndoAsync(cancel);
        if (Chosen.Count == 0)
            return NothingChosen();
        var owners = await OwnersAsync(cancel);
        var owner = owners.Find(member => member.Id.ToString(CultureInfo.InvariantCulture) == Owner);
        if (owner is null && Owner != Nobody)
            return Show(FormFor(owners) with { Problem = "Choose who is to own them." }, again: true);

        var ids = Chosen.Select(account => account.AccountId).ToList();
        var before = await db
            .Accounts.AsNoTracking()
            .Where(a => ids.Contains(a.Id) && a.OwnerId != (owner == null ? null : owner.Id))
            .Select(a => new { a.Id, a.OwnerId })
            .ToListAsync(cancel);
        foreach (var account in before)
            await AssignAsync(account.Id, owner?.Id, cancel);
        if (owner is not null)
            await notices.TellAsync(
                [.. before.Select(account => KeyValuePair.Create(account.Id, owner.Id))],
                leads: false,
                User.Actor(),
                time.GetUtcNow(),
                cancel
            );
        var name = owner?.Name ?? "nobody";
        return before.Count == 0
            ? this.Done(new Toast($"They belong to {name} already", Tone: ToastTone.Info), Back)
            : this.Done(
                new Toast(
                    $"{Words.Count(before.Count, "account")} given to {name}",
                    UndoUrl: "/accounts/assign",
                    UndoFields: new Dictionary<string, string>
                    {
                        ["former"] = string.Join(
                            ',',
                            before.Select(a => string.Create(CultureInfo.InvariantCulture, $"{a.Id}.{a.OwnerId ?? 0}"))
                        ),
                        ["returnUrl"] = Back,
                    }
                )
                {
                    UndoInPlace = true,
                },
                Back
            );
    }

    private async Task<IActionResult> UndoAsync(CancellationToken cancel)
    {
        var owners = await OwnersAsync(cancel);
        var former = ChosenAccounts.Read([Former]);
        foreach (var account in former)
            await AssignAsync(account.AccountId, owners.Find(member => member.Id == account.TransitionId)?.Id, cancel);
        return this.Done(new Toast($"{Words.Count(former.Count, "account")} given back"), Back);
    }

    private Task<EditResult> AssignAsync(long account, int? owner, CancellationToken cancel) =>
        writes.EditAsync(account, new AccountUpdate { OwnerId = owner }, new Dictionary<string, string?>(), User.Actor(), false, cancel);

    private Task<List<Member>> OwnersAsync(CancellationToken cancel) =>
        db.Members.AsNoTracking().Where(m => m.Active && m.Role != Role.Revenue).OrderBy(m => m.Name).ToListAsync(cancel);

    private BulkForm FormFor(List<Member> owners) =>
        new(
            "/accounts/assign",
            $"Assign {Count}",
            "",
            "",
            "Assign",
            "owner",
            "To",
            [
                .. owners
                    .OrderByDescending(member => member.Id == User.MemberId())
                    .Select(member => new BulkChoice(member.Id.ToString(CultureInfo.InvariantCulture), new Avatar(member.Name))),
                new BulkChoice(Nobody, new Avatar(null)),
            ]
        );
}
