using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.HandOffs;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Domain.HandOffs;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.HandOffs;

/// <summary>One packet, to be read, taken along as a file, and answered.</summary>
[Authorize(Policy = Access.Read)]
public sealed class ShowModel(TrackerDb db, HandOffDecisions decisions, TimeProvider time) : PageModel
{
    private static readonly JsonSerializerOptions s_file = new(Json.Options) { WriteIndented = true };

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    public HandOff HandOff { get; private set; } = null!;

    public OutgoingMail? Mail { get; private set; }

    public ActorNames Names { get; private set; } = null!;

    public StageCatalogue Stages { get; private set; } = null!;

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public DateOnly Today { get; private set; }

    public bool MayDecide { get; private set; }

    public string Address => PacketWords.PathOf(Id);

    public string AccountUrl => string.Create(CultureInfo.InvariantCulture, $"/accounts/{HandOff.AccountId}");

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ReadAsync(cancel) ? Page() : NotFound();

    /// <summary>The packet as it is kept, with the hand-off that it belongs to.</summary>
    public async Task<IActionResult> OnGetJsonAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
            return NotFound();
        var file = new
        {
            id = HandOff.Id,
            account = HandOff.Packet.Account.ExternalId,
            by = HandOff.By.ToString(),
            at = HandOff.At,
            reason = HandOff.Reason,
            wants = HandOff.Wants,
            volume = HandOff.Volume,
            urgency = HandOff.Urgency.ToString().ToLowerInvariant(),
            spokenWith = HandOff.SpokenWith,
            salesPerson = HandOff.SalesPerson,
            although = HandOff.Although,
            packet = HandOff.Packet,
        };
        return File(JsonSerializer.SerializeToUtf8Bytes(file, s_file), "application/json", FileName("json"));
    }

    public async Task<IActionResult> OnGetMarkdownAsync(CancellationToken cancel) =>
        await ReadAsync(cancel)
            ? File(Encoding.UTF8.GetBytes(PacketMarkdown.Of(HandOff, Names)), "text/markdown; charset=utf-8", FileName("md"))
            : NotFound();

    public Task<IActionResult> OnPostAcceptAsync(CancellationToken cancel) => DecideAsync(HandOffState.Accepted, cancel);

    public Task<IActionResult> OnPostDeclineAsync(CancellationToken cancel) => DecideAsync(HandOffState.Declined, cancel);

    public Task<IActionResult> OnPostDisqualifyAsync(CancellationToken cancel) => DecideAsync(HandOffState.Disqualified, cancel);

    private async Task<IActionResult> DecideAsync(HandOffState decision, CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
            return User.May(Access.WorkOnAccounts) ? NotFound() : Forbid();
        if (!MayDecide)
            return Forbid();
        var note = Note?.ReplaceLineEndings("\n").Trim();
        if (string.IsNullOrEmpty(note) && decision != HandOffState.Accepted)
            ModelState.AddModelError(nameof(Note), "Say why: it goes to the person who handed it off.");
        else if (DetailText.Problem(note, HandOff.LongestText, breaksAllowed: true) is { } problem)
            ModelState.AddModelError(nameof(Note), $"The text {problem}.");
        if (!ModelState.IsValid)
            return this.Incomplete();
        var name = HandOff.Packet.Account.Name;
        switch (await decisions.DecideAsync(Id, decision, note, User.Actor(), cancel))
        {
            case DecisionResult.Recorded recorded:
                return this.Done(ToastOf(recorded, name), Address);
            case DecisionResult.Closed { HandOff: var closed }:
                var who = closed.DecidedBy is { } by ? Names[by] : "Somebody";
                return this.NotDone("Nothing was changed", $"{PacketWords.Of(closed.State)} already, by {who}.", Address);
            default:
                return NotFound();
        }
    }

    private Toast ToastOf(DecisionResult.Recorded recorded, string name)
    {
        var state = recorded.HandOff.State;
        var where =
            recorded.Back is { Move.After.Stage: var back }
                ? (back is null ? "It is out of the pipeline again" : $"It is in {Stages.Label(back)} again")
            : recorded.Stays is { } stays ? stays
            : null;
        if (recorded.Back is { Move.Holds: [_, ..] holds })
            where += $"; {string.Join(", ", holds.Select(hold => hold.Playbook))} leaves it alone for now";
        return new(
            $"{name}: {PacketWords.Of(state).ToLowerInvariant()} by Sales",
            where,
            recorded.Stays is null ? ToastTone.Done : ToastTone.Info
        );
    }

    private async Task<bool> ReadAsync(CancellationToken cancel)
    {
        if (await db.HandOffs.AsNoTracking().FirstOrDefaultAsync(h => h.Id == Id, cancel) is not { } handOff)
            return false;
        HandOff = handOff;
        var (policy, _) = await db.CurrentPolicyAsync(cancel);
        (Zone, Today) = (TeamCalendar.Zone(policy), TeamCalendar.DayOf(time.GetUtcNow(), policy));
        Names = await db.ActorNamesAsync(cancel);
        Stages = await db.StagesAsync(cancel);
        var owner = await db.Accounts.Where(a => a.Id == handOff.AccountId).Select(a => a.OwnerId).FirstOrDefaultAsync(cancel);
        MayDecide = HandOff.MayDecide(User.Role(), User.MemberId(), owner);
        Mail = handOff.MailId is { } mail ? await db.OutgoingMails.AsNoTracking().FirstOrDefaultAsync(m => m.Id == mail, cancel) : null;
        return true;
    }

    private string FileName(string ending) => string.Create(CultureInfo.InvariantCulture, $"hand-off-{Id}.{ending}");
}
