namespace OnboardingTracker.Data.Dashboard;

/// <summary>
/// What <see cref="Domain.Pipeline.PipelineHistory.Effective"/> says, told to the database: undone transitions and their undos count for
/// nothing, and an undo that was itself undone has no effect.
/// </summary>
public static class EffectiveTransitions
{
    /// <summary>The undos of the whole book as of <c>@until</c>: one transition in a hundred, found by an index of their own.</summary>
    public const string UndosOfAll = "(select id, undoes_id from transitions where undoes_id is not null and recorded_at < @until)";

    /// <summary>
    /// Where a transition begins a passage: entering the pipeline, and going from an outcome to 1 or 2. The index of openings has the
    /// same words. An undo can look like one: it is none.
    /// </summary>
    public const string OpensPassage = "(from_stage is null or (from_stage in ('6a', '6b', '6c', '6d') and to_stage in ('1', '2')))";

    /// <summary>
    /// Parts of a <c>with recursive</c>, the last of which, <c>undone(id)</c>, names what was undone. A transition counts where
    /// <c>undoes_id is null and id not in (select id from undone)</c>: which is looked up in a table of hashes,
    /// whatever the database guesses about how many there are.
    /// </summary>
    /// <remarks>
    /// Only the last undo of a transition says something of it, since it can only be undone again once the one before was undone. So it
    /// is undone where the chain of last undos that begins at it has an odd length.
    /// </remarks>
    /// <param name="undos">
    /// A relation with <c>id</c> and <c>undoes_id</c>: of each account that is looked at, at least the undos that had been recorded
    /// (<c>recorded_at &lt; @until</c>) of the transitions that are looked at, and the undos of these.
    /// </param>
    public static string Undone(string undos) =>
        $"""
            last_undo(id, undo_id) as materialized (
                select o.undoes_id, max(o.id) from {undos} o where o.undoes_id is not null group by o.undoes_id),
            undo_chain(id, tip_id, length) as (
                select id, undo_id, 1 from last_undo
                union all
                select c.id, l.undo_id, c.length + 1 from undo_chain c join last_undo l on l.id = c.tip_id),
            undone(id) as materialized (
                select id from undo_chain group by id having max(length) % 2 = 1)
            """;
}
