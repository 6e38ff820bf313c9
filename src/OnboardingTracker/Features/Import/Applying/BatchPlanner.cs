using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Features.Import.Reading;

namespace OnboardingTracker.Features.Import.Applying;

/// <summary>
/// Works out what a batch comes to, row by row in the order of the file, by the same rules as every other change of an account.
/// It reads and writes nothing itself: a preview and a run cannot differ.
/// </summary>
internal sealed class BatchPlanner(BatchContext context)
{
    private static readonly Func<Account, PlaybookSubject> s_subjectOf = PlaybookSubject.Of.Compile();

    private readonly MigratedStages _stages = new(context);

    public BatchPlan Plan(ImportBatch batch, ExistingAccounts existing)
    {
        var drafts = new Dictionary<string, AccountDraft>(batch.Rows.Count, StringComparer.Ordinal);
        var plan = new BatchPlan { Drafts = drafts.Values };
        foreach (var read in batch.Rows)
        {
            plan.RowsRead++;
            var problems = read.Row is { } row ? Take(row, drafts, existing, plan) : [.. read.Rejections];
            if (problems.Count == 0)
                continue;
            plan.Rejected++;
            plan.Rejections.AddRange(problems);
        }
        foreach (var draft in drafts.Values)
            SettleLead(draft, plan);
        return plan;
    }

    private List<RowRejection> Take(ImportRow row, Dictionary<string, AccountDraft> drafts, ExistingAccounts existing, BatchPlan plan)
    {
        var known = drafts.TryGetValue(row.ExternalId, out var draft);
        draft ??= Draft(row, existing);
        var problems = new List<RowRejection>();
        var owner = row.Owner is null ? null : existing.FindOwner(row.Owner);
        if (row.Owner is not null && owner is null)
            Reject(ImportFields.Owner, $"{row.Owner} is not an active member of the team.");
        if (Forecast(row) is { } forecast && InTeamCurrency(forecast) is >= 1e14m)
            Reject(ImportFields.ForecastAmount, $"{forecast} is too large by the policy's rate for {forecast.Currency}.");
        if (existing.Find(row.ExternalId) is { MergedIntoId: not null })
            Reject(ImportFields.ExternalId, $"{row.ExternalId} was merged into another account: give that one's id.");
        var stage = _stages.Decide(draft, row, existing);
        if (stage.Problem is { } refused)
            Reject(ImportFields.Stage, refused);
        if (problems.Count > 0)
            return problems;

        if (!known)
            drafts.Add(row.ExternalId, draft);
        var changed = Apply(draft, row, owner?.Id, existing);
        if (stage.Move is { } move)
            MigratedStages.Apply(draft, move);
        if (!known && draft.IsNew && context.Preview?.MeetsAgain(row.ExternalId) is not true)
            plan.Created++;
        else if (changed || stage.Move is not null)
            plan.Updated++;
        else
            plan.Unchanged++;
        return [];

        void Reject(ImportFields field, string reason) => problems.Add(new(row.Line, ImportColumns.NameOf(field), reason));
    }

    private AccountDraft Draft(ImportRow row, ExistingAccounts existing)
    {
        if (existing.Find(row.ExternalId) is { } account)
        {
            var draft = new AccountDraft(account, isNew: false) { WasLead = IsNewLead(account) };
            foreach (var contact in existing.ContactsOf(account))
                draft.Know(contact);
            return draft;
        }
        return new(
            new Account
            {
                ExternalId = row.ExternalId,
                // A page must call it something.
                Name = Gives(row, ImportFields.Name) ? "" : row.ExternalId,
                CreatedAt = context.Run.Now,
                ChangedAt = context.Run.Now,
            },
            isNew: true
        );
    }

    private bool Apply(AccountDraft draft, ImportRow row, int? ownerId, ExistingAccounts existing)
    {
        var change = draft.Account.Take(
            Update(row, ownerId),
            DetailSources.Import,
            context.By,
            context.Run.Policy,
            context.Run.Now,
            existing.EmailOf
        );
        if (change is not null)
            draft.Note(change.Values as Dictionary<string, string?[]> ?? new(change.Values));
        var contactChanged = row.ContactEmail is { } email && draft.Take(email, row.ContactName);
        return contactChanged || change is not null;
    }

    private static AccountUpdate Update(ImportRow row, int? ownerId) =>
        new()
        {
            Name = Given(row, ImportFields.Name, row.Name!),
            Domain = Given(row, ImportFields.Domain, row.Domain),
            Plan = Given(row, ImportFields.Plan, row.Plan.GetValueOrDefault()),
            Program = Given(row, ImportFields.Program, row.Program),
            Forecast = Given(row, ImportFields.ForecastAmount, Forecast(row)),
            NextRenewalOn = Given(row, ImportFields.NextRenewalOn, row.NextRenewalOn),
            StripeCustomerId = Given(row, ImportFields.StripeCustomerId, row.StripeCustomerId),
            SalesOwner = Given(row, ImportFields.SalesOwner, row.SalesOwner),
            OwnerId = Given(row, ImportFields.Owner, ownerId),
            LegacySegment = Given(row, ImportFields.Segments, row.InLegacySegment),
        };

    /// <summary>Counts who becomes a lead by the batch; in a baseline they are marked as customers we had.</summary>
    private void SettleLead(AccountDraft draft, BatchPlan plan)
    {
        if (draft.Moves.Count > 0 || !IsNewLead(draft.Account))
            return;
        if (context.Baseline)
            draft.Account.BaselineOn = context.Run.Today;
        else if (!draft.WasLead && context.Preview?.CountsAgain(draft.Account.ExternalId) is not true)
            plan.NewLeads++;
    }

    private bool IsNewLead(Account account)
    {
        if (account.Passage > 0 || account.BaselineOn is not null || account.ForecastAmount is null)
            return false;
        var subject = s_subjectOf(account);
        foreach (var condition in NewLead.Playbook.Conditions)
            if (!condition.Holds(subject, context.Run))
                return false;
        return true;
    }

    private static Money? Forecast(ImportRow row) => row.ForecastAmount is { } amount ? new(amount, row.ForecastCurrency!) : null;

    private decimal? InTeamCurrency(Money forecast) =>
        forecast.InTeamCurrency(context.Run.Policy.TeamCurrency, context.Run.Policy.CurrencyRates);

    private static bool Gives(ImportRow row, ImportFields field) => (row.Given & field) != 0;

    private static Optional<T> Given<T>(ImportRow row, ImportFields field, T value) => Gives(row, field) ? value : default(Optional<T>);
}
