namespace OnboardingTracker.Data.Dashboard.Retention;

/// <summary>The accounts whose first bill over the threshold was made in one month, and how they went.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Retained">Their three months are over, and they did not churn within them.</param>
/// <param name="Lost">Their three months are over, and they churned within them.</param>
/// <param name="Staying">Younger than three months, and with us.</param>
/// <param name="Gone">Younger than three months, and churned already.</param>
/// <param name="Apart">Not among these: what they were billed in has no rate, so that nobody knows whether it is over the threshold.</param>
public sealed record RetentionCohort(DateOnly Month, int Retained, int Lost, int Staying, int Gone, int Apart)
{
    public int Accounts => Retained + Lost + Staying + Gone;

    /// <summary>Those whose three months are over.</summary>
    public int Over => Retained + Lost;

    /// <summary>Some are not three months old yet: its figure may still change, and is compared with no goal.</summary>
    public bool IsOpen => Staying + Gone > 0;

    /// <summary>None where nobody's three months are over.</summary>
    public decimal? Retention => FigureValue.Share(Retained, Over).Number;
}

/// <summary>All cohorts as of a moment, the first month first, months without any left in.</summary>
public sealed record RetentionBook(IReadOnlyList<RetentionCohort> Cohorts, decimal Goal)
{
    /// <summary>The cohorts that are whole: what the goal is held against.</summary>
    public RetentionCohort Closed { get; } =
        Cohorts
            .Where(cohort => !cohort.IsOpen)
            .Aggregate(
                new RetentionCohort(default, 0, 0, 0, 0, 0),
                (sum, cohort) =>
                    sum with
                    {
                        Retained = sum.Retained + cohort.Retained,
                        Lost = sum.Lost + cohort.Lost,
                        Apart = sum.Apart + cohort.Apart,
                    }
            );

    /// <summary>Compared before it is rounded: 89.996 % is not 90 %.</summary>
    public bool? Reached(RetentionCohort cohort) => cohort.IsOpen || cohort.Over == 0 ? null : cohort.Retained >= Goal * cohort.Over;
}
