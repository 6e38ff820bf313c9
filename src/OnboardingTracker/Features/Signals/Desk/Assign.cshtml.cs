using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Signals.Desk;

/// <summary>A person gives a waiting signal its account, or makes one of it; then it is worked.</summary>
[Authorize(Policy = Access.WorkOnAccounts)]
public sealed class AssignModel(TrackerDb db, WaitingSignals waiting, AccountWrites accounts, SignalWorker worker) : PageModel
{
    /// <summary>So many are worked before the answer; the sweep does the rest within a minute.</summary>
    private const int WorkedAtOnce = 20;

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty]
    public string? Account { get; set; }

    [BindProperty]
    public long? AccountId { get; set; }

    [BindProperty]
    public bool Remember { get; set; }

    [BindProperty]
    public bool AllOfSender { get; set; }

    [BindProperty]
    public bool IsNew { get; set; }

    [BindProperty]
    public string? NewId { get; set; }

    [BindProperty]
    public string? NewName { get; set; }

    [BindProperty]
    public string? NewDomain { get; set; }

    public AssignForm Form { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } signal)
            return NotFound();
        Form = await FormAsync(signal, cancel);
        return this.Ask("_AssignForm", Form);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } signal)
            return NotFound();
        if (!SignalWork.IsWaiting(signal.State))
            return this.NotDone("Nothing was changed", "It has found its account meanwhile.", $"/signals/{Id}");
        Form = await FormAsync(signal, cancel) with { AllOfSender = AllOfSender };
        var accountId = IsNew ? await MakeAsync(signal, cancel) : await db.ChosenAsync(AccountId, Account, cancel);
        if (accountId is not { } found)
        {
            if (!IsNew)
                Form = Form with { Picker = Form.Picker with { Error = "Choose the account, or make a new one." } };
            return this.Ask("_AssignForm", Form, StatusCodes.Status422UnprocessableEntity);
        }
        var ids = await ToAssignAsync(signal, cancel);
        if (Remember && Form.Address is { } address)
            await RememberAsync(found, address, signal.Fact?.About.Name, cancel);
        var assigned = await waiting.AssignAsync(ids, found, User.Actor(), cancel);
        foreach (var id in assigned.Take(WorkedAtOnce))
            await worker.WorkAsync(id, cancel);
        return this.Done(await ToastAsync(found, assigned.Count, cancel), "/signals/unmatched");
    }

    private async Task<IReadOnlyList<long>> ToAssignAsync(Signal signal, CancellationToken cancel)
    {
        if (!AllOfSender || signal.SenderKeys is not { Length: > 0 } keys)
            return [Id];
        var others = await waiting
            .OfSender(keys)
            .OrderBy(s => s.ReceivedAt)
            .Select(s => s.Id)
            .Take(WaitingSignals.MostAtOnce)
            .ToListAsync(cancel);
        return [.. others.Append(Id).Distinct()];
    }

    private async Task<long?> MakeAsync(Signal signal, CancellationToken cancel)
    {
        var (id, name) = (NewId?.Trim() ?? "", NewName?.Trim() ?? "");
        if (id.Length == 0 || DetailText.Problem(id, DetailText.ExternalIdLength) is not null)
            ModelState.AddModelError(nameof(NewId), "Give it an id of at most 200 characters.");
        if (name.Length == 0 || DetailText.Problem(name, DetailText.NameLength) is not null)
            ModelState.AddModelError(nameof(NewName), "Give it a name of at most 300 characters.");
        var domain = string.IsNullOrWhiteSpace(NewDomain) ? null : NewDomain.Trim().ToLowerInvariant();
        if (domain is not null && !DomainName.IsValid(domain))
            ModelState.AddModelError(nameof(NewDomain), "That is no domain, such as acme.com.");
        if (!ModelState.IsValid)
            return null;
        var update = new AccountUpdate
        {
            Name = name,
            Domain = domain,
            StripeCustomerId = signal.Fact?.About.BillingCustomerId is { } customer ? customer : default(Optional<string?>),
        };
        var written = await accounts.CreateAsync(id, update, [], DetailSources.Person, User.Actor(), cancel);
        if (written is null)
            ModelState.AddModelError(nameof(NewId), "An account has this id already: search for it above.");
        return written?.AccountId;
    }

    private async Task RememberAsync(long accountId, string address, string? name, CancellationToken cancel)
    {
        var externalId = await db.Accounts.Where(a => a.Id == accountId).Select(a => a.ExternalId).FirstAsync(cancel);
        await accounts.UpsertAsync(
            externalId,
            new AccountUpdate(),
            [new ContactUpdate(address, name, null)],
            DetailSources.Person,
            User.Actor(),
            cancel
        );
    }

    private async Task<Toast> ToastAsync(long accountId, int count, CancellationToken cancel)
    {
        var stages = await db.StagesAsync(cancel);
        var account = await db.Accounts.Where(a => a.Id == accountId).Select(a => new { a.Name, a.Stage }).FirstAsync(cancel);
        return new Toast(
            count == 0 ? "Nothing was left to assign" : $"{Words.Count(count, "signal")} given to {account.Name}",
            account.Stage is null ? null : $"It is in {stages.Label(account.Stage)}"
        );
    }

    private Task<Signal?> FindAsync(CancellationToken cancel) => db.Signals.AsNoTracking().FirstOrDefaultAsync(s => s.Id == Id, cancel);

    private async Task<AssignForm> FormAsync(Signal signal, CancellationToken cancel)
    {
        var about = signal.Fact?.About ?? new SignalAbout();
        var address = about.Emails.Select(email => EmailAddress.Normalise(email, out _)).FirstOrDefault(email => email is not null);
        var domain = address is null ? null : PublicMailDomains.DomainOf(address);
        var found = await db.FindAsync(Account ?? (Request.Method == HttpMethods.Get ? domain?.Split('.')[0] : null), cancel);
        var isGet = HttpMethods.IsGet(Request.Method);
        return new AssignForm
        {
            What = signal.Fact is { } fact ? SignalWords.Of(fact) : SignalWords.OfKind(signal.Kind),
            Action = string.Create(CultureInfo.InvariantCulture, $"/signals/{Id}/assign"),
            Sender = new WaitingRow(signal.Id, signal.Source, signal.Kind, signal.Fact, null, signal.ReceivedAt).Sender,
            Picker = new(Account, AccountId, [.. found.Select(a => new AccountChoice(a.Id, a.Name, a.Line))]),
            OfSender = signal.SenderKeys is { Length: > 0 } keys
                ? await waiting.OfSender(keys).Take(WaitingSignals.MostAtOnce).CountAsync(cancel)
                : 1,
            Address = address,
            Remember = Remember,
            IsNew = IsNew,
            NewId = isGet ? about.ExternalId ?? about.BillingCustomerId ?? domain : NewId,
            NewName = isGet ? about.Name ?? domain : NewName,
            NewDomain = isGet && domain is not null && !PublicMailDomains.Contains(domain) ? domain : NewDomain,
        };
    }
}
