using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Accounts.Editing;

/// <summary>
/// Edits one detail of one account, as a small editor beside the value or as a page of its own. The form carries the value that the
/// person saw: where somebody else has changed it meanwhile nothing is overwritten, and what was typed is kept.
/// </summary>
[Authorize(Policy = Access.WorkOnAccounts)]
public sealed class EditModel(TrackerDb db, AccountWrites writes, TimeProvider time) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string Detail { get; set; } = "";

    [BindProperty]
    public string? Value { get; set; }

    [BindProperty]
    public string? Currency { get; set; }

    /// <summary>The value as the person saw it, as history writes it; empty: none.</summary>
    [BindProperty]
    public string? Seen { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public DetailForm Form { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await ReadAsync(cancel) is not { } read)
            return NotFound();
        Form = FormFor(read, TypedDetail.Of(Detail, read.Text), read.Text);
        if (Request.ForEditor())
            return Form.HasFewChoices ? Partial("_ChoiceMenu", Form.Menu) : Partial("_DetailForm", Form);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await ReadAsync(cancel) is not { } before)
            return NotFound();
        var typed = new TypedDetail(Value, Currency);
        var read = EditableDetail.Read(Detail, typed, before.Owners, before.Policy.TeamCurrency);
        if (read.Update is null)
            return Again(FormFor(before, typed, Seen) with { Error = read.Error, ErrorIsOfCurrency = read.ErrorIsOfCurrency });

        var seen = new Dictionary<string, string?> { [Detail] = string.IsNullOrEmpty(Seen) ? null : Seen };
        switch (await writes.EditAsync(Id, read.Update, seen, User.Actor(), cancel))
        {
            case EditResult.Saved:
                return this.Done(await ToastAsync(before, cancel), Back);
            case EditResult.Conflict conflict:
                return Again(FormFor(before, typed, conflict.Now) with { Conflict = await WhatHappenedAsync(before, conflict, cancel) });
            default:
                return NotFound();
        }
    }

    private string Back => Url.IsLocalUrl(ReturnUrl) ? ReturnUrl! : AccountUrl;

    private string AccountUrl => $"/accounts/{Id.ToString(CultureInfo.InvariantCulture)}";

    private async Task<Read?> ReadAsync(CancellationToken cancel)
    {
        if (!EditableDetail.All.Contains(Detail))
            return null;
        var account = await db.Accounts.AsNoTracking().Include(a => a.Owner).FirstOrDefaultAsync(a => a.Id == Id, cancel);
        if (account is null)
            return null;
        var (policy, _) = await db.CurrentPolicyAsync(cancel);
        var members = await db.Members.AsNoTracking().OrderBy(m => m.Role).ThenBy(m => m.Name).ToListAsync(cancel);
        var words = new DetailWords(
            ReaderFormat.Of(HttpContext),
            new ActorNames(members.ToDictionary(m => m.Email, m => m.Name)),
            TeamCalendar.DayOf(time.GetUtcNow(), policy)
        );
        return new Read(account, policy, members.Where(MemberRules.MayOwn).ToDictionary(m => m.Email), words)
        {
            Text = account.TextOf(Detail, account.Owner?.Email),
        };
    }

    private DetailForm FormFor(Read read, TypedDetail typed, string? seen) =>
        new()
        {
            AccountName = read.Account.Name,
            Action = $"{AccountUrl}/edit/{Detail}",
            Detail = Detail,
            Typed = typed,
            Seen = seen ?? "",
            ReturnUrl = Back,
            TeamCurrency = read.Policy.TeamCurrency,
            Owners = [.. read.Owners.Values],
            Me = User.MemberId(),
        };

    private IActionResult Again(DetailForm form)
    {
        Form = form;
        Response.StatusCode =
            form.Conflict is null || Request.IsHtmx() ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status409Conflict;
        return Request.IsHtmx() ? Partial("_DetailForm", form) : Page();
    }

    /// <summary>Says what the value is now, and what the playbooks made of it; Undo puts the former value back.</summary>
    private async Task<Toast> ToastAsync(Read before, CancellationToken cancel)
    {
        var now = (await ReadAsync(cancel))!;
        if (now.Text == before.Text)
            return new Toast($"{now.Account.Name}: nothing to change", Tone: ToastTone.Info);
        var former = TypedDetail.Of(Detail, before.Text);
        var moved =
            now.Account.LastTransitionId != before.Account.LastTransitionId
                ? $"It moved to {(await db.StagesAsync(cancel)).Label(now.Account.Stage)}"
                : null;
        return new Toast(
            $"{now.Account.Name}: {Words.OfDetail(Detail)} is {now.Words.Of(Detail, now.Text)}",
            moved,
            UndoUrl: $"{AccountUrl}/edit/{Detail}",
            UndoFields: new Dictionary<string, string>
            {
                ["Value"] = former.Value ?? "",
                ["Currency"] = former.Currency ?? "",
                ["Seen"] = now.Text ?? "",
                ["ReturnUrl"] = Back,
            }
        )
        {
            UndoInPlace = true,
        };
    }

    private async Task<string> WhatHappenedAsync(Read before, EditResult.Conflict conflict, CancellationToken cancel)
    {
        var words = (await ReadAsync(cancel))?.Words ?? before.Words;
        if (conflict.Last is not { } last)
            return $"It was changed meanwhile and is now {words.Of(Detail, conflict.Now)}.";
        var at = ReaderFormat.Of(HttpContext).Time(last.At, TeamCalendar.Zone(before.Policy), TeamCalendar.DayOf(last.At, before.Policy));
        return $"{words.Origin(last.Source, last.Actor)} changed it meanwhile, {at}: it is now {words.Of(Detail, conflict.Now)}.";
    }

    private sealed record Read(Account Account, Policy Policy, IReadOnlyDictionary<string, Member> Owners, DetailWords Words)
    {
        public string? Text { get; init; }
    }
}
