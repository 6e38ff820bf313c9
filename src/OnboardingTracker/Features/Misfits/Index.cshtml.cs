using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Misfits;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Misfits;

/// <summary>An account that does not fit, as its row shows it.</summary>
public sealed record MisfitRow(
    long Id,
    string Name,
    string? Domain,
    string? Stage,
    DateTimeOffset? StageEnteredAt,
    DateOnly? NextRenewalOn,
    string? Owner,
    long TransitionId
);

/// <summary>What does not fit, a kind at a time, each account with its repair.</summary>
[Authorize(Policy = Access.WorkOnAccounts)]
public sealed class IndexModel(TrackerDb db, MisfitRepairs repairs, LeadOwners owners, TimeProvider time) : PageModel
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true, Name = "kind")]
    public string? Code { get; set; }

    /// <summary>The account that the page begins after.</summary>
    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    public MisfitKind Kind { get; private set; }

    public IReadOnlyDictionary<MisfitKind, int> Counts { get; private set; } = new Dictionary<MisfitKind, int>();

    public IReadOnlyList<MisfitRow> Rows { get; private set; } = [];

    public StageCatalogue Stages { get; private set; } = null!;

    public RunContext Context { get; private set; } = null!;

    public Pager Pager { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Context = await db.RunContextAsync(time.GetUtcNow(), cancel);
        Stages = await db.StagesAsync(cancel);
        var counts = new Dictionary<MisfitKind, int>();
        foreach (var kind in MisfitQuery.Kinds)
            counts[kind] = await db.Misfits(kind, Context).Take(MisfitQuery.MostCounted + 1).CountAsync(cancel);
        Counts = counts;
        Kind = MisfitWords.Of(Code) ?? MisfitQuery.Kinds.FirstOrDefault(kind => counts[kind] > 0);
        var after = After ?? 0;
        var accounts = db.Misfits(Kind, Context);
        // Those of one company stand together.
        var ordered = Kind == MisfitKind.SameDomain ? accounts.OrderBy(a => a.Domain).ThenBy(a => a.Id) : accounts.OrderBy(a => a.Id);
        var domain = Kind == MisfitKind.SameDomain && after > 0 ? await DomainOfAsync(after, cancel) : null;
        var rest = domain is not null
            ? ordered.Where(a => EF.Functions.GreaterThan(ValueTuple.Create(a.Domain, a.Id), ValueTuple.Create(domain, after)))
            : ordered.Where(a => a.Id > after);
        var rows = await rest.Take(PageSize + 1)
            .Select(a => new MisfitRow(
                a.Id,
                a.Name,
                a.Domain,
                a.Stage,
                a.StageEnteredAt,
                a.NextRenewalOn,
                a.Owner!.Name,
                a.LastTransitionId ?? 0
            ))
            .ToListAsync(cancel);
        Rows = rows.Count > PageSize ? rows[..PageSize] : rows;
        Pager = new Pager(
            Words.Count(Rows.Count, "account", ReaderFormat.Of(HttpContext)),
            After is null ? null : UrlOf(Kind),
            rows.Count > PageSize ? string.Create(CultureInfo.InvariantCulture, $"{UrlOf(Kind)}&after={Rows[^1].Id}") : null
        );
    }

    public async Task<IActionResult> OnPostRepairAsync(long id, long seen, CancellationToken cancel)
    {
        if (MisfitWords.Of(Code) is not { } kind)
            return NotFound();
        return await AnswerAsync(await repairs.RepairAsync(kind, id, seen, User.Actor(), User.MemberId(), cancel), kind, id, cancel);
    }

    public async Task<IActionResult> OnPostLeaveAsync(long id, CancellationToken cancel)
    {
        if (MisfitWords.Of(Code) is not { } kind)
            return NotFound();
        return await AnswerAsync(await repairs.LeaveAsync(kind, id, User.Actor(), cancel), kind, id, cancel);
    }

    /// <summary>Deals all that nobody owns to who is present, as new leads are dealt.</summary>
    public async Task<IActionResult> OnPostDealAsync(CancellationToken cancel)
    {
        var dealt = await owners.AssignUnownedAsync(await db.RunContextAsync(time.GetUtcNow(), cancel), cancel);
        return dealt > 0
            ? this.Done(new Toast($"{Words.Count(dealt, "account")} dealt out"), UrlOf(MisfitKind.NoOwner))
            : this.NotDone(
                "No account was dealt out",
                "No specialist is present, or every account has an owner by now.",
                UrlOf(MisfitKind.NoOwner)
            );
    }

    public static string UrlOf(MisfitKind kind) => $"/misfits?kind={MisfitWords.CodeOf(kind)}";

    private async Task<IActionResult> AnswerAsync(RepairResult result, MisfitKind kind, long id, CancellationToken cancel)
    {
        var url = UrlOf(kind);
        switch (result)
        {
            case RepairResult.Moved { Move: var moved }:
                var stages = await db.StagesAsync(cancel);
                var name = await db.Accounts.Where(a => a.Id == id).Select(a => a.Name).FirstAsync(cancel);
                var undo = new Dictionary<string, string>
                {
                    ["transition"] = moved.TransitionId.ToString(CultureInfo.InvariantCulture),
                    ["returnUrl"] = url,
                };
                var undoUrl = string.Create(CultureInfo.InvariantCulture, $"/accounts/{id}/undo");
                var message = $"{name} moved to {stages.Label(moved.Move.After.Stage)}";
                return this.Done(new Toast(message, UndoUrl: undoUrl, UndoFields: undo) { UndoInPlace = true }, url);
            case RepairResult.Done { Words: var words }:
                return this.Done(new Toast(words), url);
            case RepairResult.Refused { Message: var why }:
                return this.NotDone("Nothing was changed", why, url);
            default:
                return this.NotDone("Nothing was changed", "It fits by now: somebody was faster, or newer data came.", url);
        }
    }

    private Task<string?> DomainOfAsync(long accountId, CancellationToken cancel) =>
        db.Accounts.Where(a => a.Id == accountId).Select(a => a.Domain).FirstOrDefaultAsync(cancel);
}
