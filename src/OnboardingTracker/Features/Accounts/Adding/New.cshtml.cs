using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Accounts.Editing;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Accounts.Adding;

/// <summary>Adds an account by hand, straight into stage 1 where that is wished. One that is known already is offered instead.</summary>
[Authorize(Policy = Access.WorkOnAccounts)]
public sealed class NewModel(TrackerDb db, AccountWrites writes, PipelineEntry entry) : PageModel
{
    [BindProperty]
    public NewAccountInput Input { get; set; } = new();

    /// <summary>The account that has this id already.</summary>
    public SimilarAccount? Known { get; private set; }

    public IReadOnlyList<SimilarAccount> Similar { get; private set; } = [];

    public IReadOnlyList<Member> Owners { get; private set; } = [];

    public string TeamCurrency { get; private set; } = "";

    public IEnumerable<SelectListItem> Plans =>
        Enum.GetValues<Plan>().Select(plan => new SelectListItem(Words.Of(plan), AccountDetails.Code(plan)));

    public IEnumerable<SelectListItem> Programs =>
        [new("None", ""), new(Words.OfProgram(Domain.Accounts.Programs.Yc), Domain.Accounts.Programs.Yc)];

    public IEnumerable<SelectListItem> OwnerItems =>
        Owners
            .Select(owner => new SelectListItem(owner.Absent ? $"{owner.Name} (away)" : owner.Name, owner.Email))
            .Prepend(new("Nobody yet: in the pipeline it gets one", ""));

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Input.Currency = TeamCurrency;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        var (update, contact) = Read();
        var externalId = Input.ExternalId?.Trim() ?? "";
        if (!ModelState.IsValid)
            return Invalid();
        if (!Input.Anyway)
            Similar = await db.SimilarAccountsAsync(update.Name.Value, update.Domain.Value, contact?.Email, cancel);
        Known = await KnownAsync(externalId, cancel);
        if (Known is not null || Similar.Count > 0)
            return Invalid();
        var written = await writes.CreateAsync(
            externalId,
            update,
            contact is null ? [] : [contact],
            DetailSources.Person,
            User.Actor(),
            cancel
        );
        if (written is null)
        {
            Known = await KnownAsync(externalId, cancel);
            return Invalid();
        }
        if (Input.EnterPipeline)
            await entry.EnterAsync(written.AccountId, User.Actor(), expectedTransitionId: null, cancel);
        return await AddedAsync(written.AccountId, cancel);
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        (var policy, _) = await db.CurrentPolicyAsync(cancel);
        TeamCurrency = policy.TeamCurrency;
        var members = await db.Members.AsNoTracking().OrderBy(m => m.Role).ThenBy(m => m.Name).ToListAsync(cancel);
        Owners = [.. members.Where(MemberRules.MayOwn)];
    }

    private PageResult Invalid()
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private Task<SimilarAccount?> KnownAsync(string externalId, CancellationToken cancel) =>
        db
            .Accounts.Where(a => a.ExternalId == externalId)
            .Select(a => new SimilarAccount(a.Id, a.ExternalId, a.Name, "the same id"))
            .FirstOrDefaultAsync(cancel);

    private (AccountUpdate Update, ContactUpdate? Contact) Read()
    {
        if (string.IsNullOrWhiteSpace(Input.ExternalId))
            Wrong(nameof(Input.ExternalId), "Give the id that other systems know it by.");
        else if (DetailText.Problem(Input.ExternalId.Trim(), DetailText.ExternalIdLength) is { } problem)
            Wrong(nameof(Input.ExternalId), $"The id {problem}.");
        var update = new AccountUpdate
        {
            Name = Detail(DetailNames.Name, nameof(Input.Name), Input.Name)?.Name.Value ?? "",
            Domain = Detail(DetailNames.Domain, nameof(Input.Domain), Input.Domain)?.Domain.Value,
            Plan = Detail(DetailNames.Plan, nameof(Input.Plan), Input.Plan)?.Plan.Value ?? default,
            Program = Detail(DetailNames.Program, nameof(Input.Program), Input.Program)?.Program.Value,
            Forecast = Detail(DetailNames.Forecast, nameof(Input.Forecast), Input.Forecast)?.Forecast.Value,
            NextRenewalOn = Detail(DetailNames.NextRenewalOn, nameof(Input.NextRenewalOn), Input.NextRenewalOn)?.NextRenewalOn.Value,
            OwnerId = Detail(DetailNames.Owner, nameof(Input.Owner), Input.Owner)?.OwnerId.Value,
        };
        return (update, Contact());
    }

    private ContactUpdate? Contact()
    {
        if (string.IsNullOrWhiteSpace(Input.ContactEmail))
        {
            if (!string.IsNullOrWhiteSpace(Input.ContactName))
                Wrong(nameof(Input.ContactEmail), "Give their e-mail address too: people are recognised by it.");
            return null;
        }
        if (Input.ContactName is { } name && DetailText.Problem(name.Trim(), DetailText.NameLength) is { } problem)
            Wrong(nameof(Input.ContactName), $"The name {problem}.");
        if (EmailAddress.Normalise(Input.ContactEmail, out var reason) is { } email)
            return new ContactUpdate(email, Input.ContactName?.Trim(), null);
        Wrong(nameof(Input.ContactEmail), $"{reason}.");
        return null;
    }

    private AccountUpdate? Detail(string detail, string field, string? typed)
    {
        var read = EditableDetail.Read(
            detail,
            new TypedDetail(typed, Input.Currency),
            Owners.ToDictionary(owner => owner.Email),
            TeamCurrency
        );
        if (read.Error is not null)
            Wrong(read.ErrorIsOfCurrency ? nameof(Input.Currency) : field, read.Error);
        return read.Update;
    }

    private void Wrong(string field, string message) => ModelState.AddModelError($"{nameof(Input)}.{field}", message);

    private async Task<IActionResult> AddedAsync(long id, CancellationToken cancel)
    {
        var account = await db.Accounts.Where(a => a.Id == id).Select(a => new { a.Name, a.Stage }).FirstAsync(cancel);
        var stage = account.Stage is null ? "not in the pipeline" : $"in stage {account.Stage}";
        TempData.Toast(new Toast($"{account.Name} was added", $"It is {stage}"));
        return LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"/accounts/{id}"));
    }
}
