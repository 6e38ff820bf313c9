namespace OnboardingTracker.Domain.Team;

/// <summary>
/// Deals new leads out: each goes to the present specialist with the fewest new leads in the last 7 days, ties by fewest active
/// accounts, then by the order of joining. Source: pipeline.md, "Who is a lead".
/// </summary>
public sealed class OwnerAssignment(IEnumerable<SpecialistLoad> present)
{
    /// <summary>How far back new leads are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(7);

    private readonly List<SpecialistLoad> _present = [.. present];

    /// <summary>The member who gets the next new lead, counted as theirs from now on; null when nobody is present.</summary>
    public int? Next()
    {
        if (_present.Count == 0)
            return null;
        var least = _present.MinBy(load => (load.NewLeads, load.ActiveAccounts, load.MemberId))!;
        _present[_present.IndexOf(least)] = least with { NewLeads = least.NewLeads + 1, ActiveAccounts = least.ActiveAccounts + 1 };
        return least.MemberId;
    }
}

/// <param name="NewLeads">Leads that became theirs in the last 7 days.</param>
/// <param name="ActiveAccounts">Accounts of theirs in stages 1 to 5 and 7.</param>
public sealed record SpecialistLoad(int MemberId, int NewLeads, int ActiveAccounts);
