using OnboardingTracker.Features.Import.Reading;

namespace OnboardingTracker.Features.Import.Applying;

/// <summary>What a batch comes to, before anything is written. A preview ends here.</summary>
internal sealed class BatchPlan
{
    public required IReadOnlyCollection<AccountDraft> Drafts { get; init; }
    public List<RowRejection> Rejections { get; } = [];
    public int RowsRead { get; set; }
    public int Created { get; set; }
    public int Updated { get; set; }
    public int Unchanged { get; set; }
    public int Rejected { get; set; }

    /// <summary>Accounts that meet the conditions of a new lead by this batch, and did not before.</summary>
    public int NewLeads { get; set; }

    public IEnumerable<AccountDraft> New => Drafts.Where(d => d.IsNew);

    public IEnumerable<AccountDraft> Changed => Drafts.Where(d => d.MustUpdate);
}
