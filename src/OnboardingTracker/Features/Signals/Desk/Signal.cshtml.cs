using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Features.Signals.Email;
using OnboardingTracker.Features.Signals.Email.Reading;
using OnboardingTracker.Features.Signals.Email.Showing;
using OnboardingTracker.Platform.Auth;
using StoredRow = OnboardingTracker.Data.Signals.Signal;

namespace OnboardingTracker.Features.Signals.Desk;

/// <summary>One signal: what arrived, what we read in it, whose it is, and what people made of it.</summary>
[Authorize(Policy = Access.Read)]
public sealed class SignalModel(TrackerDb db, SignalWorker worker, MailSettings settings, TimeProvider time) : PageModel
{
    /// <summary>A page shows no more of a payload than this, in characters.</summary>
    private const int MostShown = 64 * 1024;

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    /// <summary>How a mail is to be shown: whole, or sent (its HTML); anything else: the author's own text.</summary>
    [BindProperty(Name = "mail", SupportsGet = true)]
    public string? MailView { get; set; }

    public StoredRow Signal { get; private set; } = null!;

    /// <summary>Null: it is no mail.</summary>
    public ShownMail? Mail { get; private set; }

    public (long Id, string Name)? Account { get; private set; }

    public IReadOnlyList<(string Name, string Value)> Reading { get; private set; } = [];

    public IReadOnlyList<SignalCorrection> Corrections { get; private set; } = [];

    public ActorNames Names { get; private set; } = null!;

    /// <summary>What arrived, as text; null: it was dropped, or is not for this person.</summary>
    public string? Raw { get; private set; }

    public int RawDays { get; private set; }

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public DateOnly Today { get; private set; }

    public bool MayWork => User.May(Access.WorkOnAccounts);

    public bool IsAdmin => User.May(Access.Administer);

    private Dictionary<long, string> _accounts = [];

    public string NameOf(long? accountId) => accountId is { } id ? _accounts.GetValueOrDefault(id) ?? "" : "";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var signal = await db.Signals.AsNoTracking().FirstOrDefaultAsync(s => s.Id == Id, cancel);
        if (signal is null)
            return NotFound();
        Signal = signal;
        var context = await db.RunContextAsync(time.GetUtcNow(), cancel);
        (Zone, Today, RawDays) = (TeamCalendar.Zone(context.Policy), context.Today, context.Policy.RawPayloadDays);
        Names = await db.ActorNamesAsync(cancel);
        Corrections = await db
            .SignalCorrections.AsNoTracking()
            .Where(c => c.SignalId == Id)
            .OrderByDescending(c => c.Id)
            .ToListAsync(cancel);
        var ids = Corrections.Select(c => c.ToAccountId).Append(signal.AccountId).OfType<long>().Distinct().ToList();
        _accounts = await db.Accounts.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Name, cancel);
        Account = signal.AccountId is { } account ? (account, NameOf(account)) : null;
        Reading = signal.Fact is { } fact ? SignalReadings.Of(fact, Zone) : [];
        Mail = ShownMail.Of(signal, settings);
        if (MailView is not ("whole" or "sent") || Mail?.Mail is null || (MailView == "sent" && !Mail.HasHtml))
            MailView = null;
        Raw = IsAdmin && signal.Raw is { } raw ? TextOf(raw) : null;
        return Page();
    }

    /// <summary>The mail's HTML, for the frame on the page.</summary>
    public async Task<IActionResult> OnGetSheetAsync(CancellationToken cancel) =>
        await RawMailAsync(cancel) is { } raw && MailReader.Read(raw).Html is { } html ? MailSheet.Answer(HttpContext, html) : NotFound();

    public async Task<IActionResult> OnGetAttachmentAsync(int place, CancellationToken cancel)
    {
        if (!MayWork)
            return Forbid();
        return await RawMailAsync(cancel) is { } raw && MailReader.Attachment(raw, place) is var (attachment, bytes)
            ? MailSheet.Attachment(HttpContext, attachment.Name, bytes)
            : NotFound();
    }

    /// <summary>Reads it anew and tells the story again: after a reader was mended, or a failure's cause is gone.</summary>
    public async Task<IActionResult> OnPostReplayAsync(CancellationToken cancel)
    {
        if (!IsAdmin)
            return Forbid();
        var url = string.Create(CultureInfo.InvariantCulture, $"/signals/{Id}");
        if (!await db.Signals.AnyAsync(s => s.Id == Id, cancel))
            return NotFound();
        return await worker.ReplayAsync(Id, cancel)
            ? this.Done(new Toast($"Signal {Id} was worked again"), url)
            : this.NotDone($"Signal {Id} could not be worked", "The page says why.", url);
    }

    private Task<byte[]?> RawMailAsync(CancellationToken cancel) =>
        db.Signals.Where(s => s.Id == Id && s.Source == SignalSources.Mail).Select(s => s.Raw).FirstOrDefaultAsync(cancel);

    private static string TextOf(byte[] raw)
    {
        var text = Encoding.UTF8.GetString(raw, 0, Math.Min(raw.Length, MostShown));
        return raw.Length > MostShown ? text + "\n… and more" : text;
    }
}
