namespace OnboardingTracker.Data.Dashboard.Flow;

/// <summary>What can be asked of a passage, in the words of an address, of the database and of people.</summary>
/// <param name="Name">As the address of its list says it.</param>
/// <param name="Sql">Over <c>fact</c> of <see cref="FlowSql.Passages"/>.</param>
/// <param name="At">When the passage came to be so.</param>
/// <param name="Words">To be put after "Passages that began from 1 to 7 March 2026": ", that were engaged".</param>
internal sealed record FlowCondition(string Name, string Sql, string At, string Words)
{
    public static IReadOnlyList<FlowCondition> All { get; } =
    [
        new("all", "true", "began_at", ""),
        new("contacted", "outreach_at is not null", "outreach_at", ", with the initial outreach sent"),
        new("booked", "booked_at is not null", "booked_at", ", with a call booked"),
        new("held", "held_at is not null", "held_at", ", with a call held"),
        new("final", "final_at is not null", "final_at", ", that came to the final outreach"),
        new("6a", "stands = '6a'", "last_at", ", in 6a"),
        new("6b", "stands = '6b'", "last_at", ", in 6b"),
        new("6c", "stands = '6c'", "last_at", ", in 6c"),
        new("6d", "stands = '6d'", "last_at", ", in 6d"),
        new(FlowSql.Left, $"stands = '{FlowSql.Left}'", "last_at", ", that left the pipeline, merged into another account"),
        new(FlowSql.UnderWay, $"stands = '{FlowSql.UnderWay}'", "last_at", ", still under way"),
        new("finished", "stands in ('6a', '6b', '6c', '6d')", "last_at", ", with an outcome"),
        new("engaged", "engaged_at is not null", "engaged_at", ", engaged"),
        new("replied", "replied_at is not null", "replied_at", ", with a reply to the initial outreach"),
        new("day0", "outreach_day = 0", "outreach_at", ", with the initial outreach on the same day"),
        new("day1", "outreach_day = 1", "outreach_at", ", with the initial outreach a day later"),
        new("day2", "outreach_day = 2", "outreach_at", ", with the initial outreach two days later"),
        new("day3", "outreach_day between 3 and 5", "outreach_at", ", with the initial outreach three to five days later"),
        new("day6", "outreach_day between 6 and 10", "outreach_at", ", with the initial outreach six to ten days later"),
        new("day11", "outreach_day > 10", "outreach_at", ", with the initial outreach more than ten days later"),
        new("notYet", "outreach_at is null and stage = '1'", "last_at", ", with no outreach yet"),
        new("without", "outreach_at is null and stage is distinct from '1'", "last_at", ", that went past 1 without an outreach"),
    ];

    public static FlowCondition? Find(string? name) => All.FirstOrDefault(condition => condition.Name == name);

    public static int IndexOf(string name)
    {
        for (var i = 0; i < All.Count; i++)
            if (All[i].Name == name)
                return i;
        throw new ArgumentException($"Nothing is called {name}.", nameof(name));
    }
}
