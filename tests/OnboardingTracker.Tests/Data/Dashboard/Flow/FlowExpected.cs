using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Tests.Data.Dashboard.Flow;

/// <summary>What each table of flow is to say, row by row, in words that can be compared.</summary>
internal static class FlowExpected
{
    public static IEnumerable<string> Rows(string table, List<ReadPassage> of, FlowReference reference, FigureQuery query)
    {
        var policy = query.AsOf.Policy;
        var weeks = new List<DateOnly?>();
        for (var day = query.Span.From; day <= query.Span.To; day = day.AddDays(1))
            if (!weeks.Contains(DaySpan.WeekOf(day)))
                weeks.Add(DaySpan.WeekOf(day));
        weeks.Add(null);
        switch (table)
        {
            case "conversion":
                foreach (var stage in StageCatalogue.Shipped.Select(s => s.Code))
                {
                    var nexts = of.Select(p => p.NextAfter(stage)).OfType<string>().ToList();
                    yield return Row(stage, "entered", nexts.Count, Share(nexts.Count, nexts.Count));
                    foreach (
                        var next in StageCatalogue.Shipped.Select(s => s.Code).Concat(["still there", "began anew", "left the pipeline"])
                    )
                        if (nexts.Contains(next))
                            yield return Row(stage, next, nexts.Count(n => n == next), Share(nexts.Count(n => n == next), nexts.Count));
                }
                break;
            case "paths":
                foreach (var (name, holds) in PathRows())
                {
                    var cells = new List<object?> { name };
                    foreach (var path in (bool?[])[true, false, null])
                    {
                        var all = of.Where(p => path is null || p.IsEngaged == path).ToList();
                        cells.Add(all.Count(holds));
                        cells.Add(Share(all.Count(holds), name == "passages" ? of.Count : all.Count));
                    }
                    yield return Row([.. cells]);
                }
                break;
            case "path-days":
                foreach (var (path, name) in ((bool?, string)[])[(true, "engaged"), (false, "never engaged"), (null, "all")])
                {
                    var done = of.Where(p => p.IsFinished && (path is null || p.IsEngaged == path)).ToList();
                    var days = done.Select(p => p.Moves[^1].At - p.BeganAt).ToList();
                    yield return Row(name, done.Count, FlowReference.Percentile(days, 0.5), FlowReference.Percentile(days, 0.9));
                }
                break;
            case "outcomes":
                foreach (var (week, all) in ByWeek().SkipLast(1))
                    yield return Row([
                        week,
                        all.Count,
                        .. ((string[])["6a", "6b", "6c", "6d", "left", "underWay"]).Select(outcome =>
                            (object)all.Count(p => p.Stands == outcome)
                        ),
                    ]);
                break;
            case "engagement":
                foreach (var (week, all) in ByWeek())
                {
                    var (engaged, contacted) = (all.Count(p => p.IsEngaged), all.Count(p => p.Outreach is not null));
                    var (replied, held) = (all.Count(p => reference.Replied(p, query)), all.Count(p => p.Entered("4a", "4b")));
                    yield return Row(
                        week,
                        all.Count,
                        engaged,
                        Share(engaged, all.Count),
                        contacted,
                        replied,
                        Share(replied, contacted),
                        all.Count(p => p.Entered("3b")),
                        held,
                        Share(held, all.Count)
                    );
                }
                break;
            case "first-outreach":
                foreach (var (week, all) in ByWeek())
                {
                    var contacted = all.Where(p => p.Outreach is not null).ToList();
                    var lengths = contacted.Select(p => p.Outreach!.At - p.BeganAt).ToList();
                    var days = contacted
                        .Select(p => TeamCalendar.DayOf(p.Outreach!.At, policy).DayNumber - TeamCalendar.DayOf(p.BeganAt, policy).DayNumber)
                        .ToList();
                    var never = all.Where(p => p.Outreach is null).ToList();
                    yield return Row(
                        week,
                        all.Count,
                        contacted.Count,
                        FlowReference.Percentile(lengths, 0.5),
                        FlowReference.Percentile(lengths, 0.9),
                        days.Count(d => d <= 0),
                        days.Count(d => d == 1),
                        days.Count(d => d == 2),
                        days.Count(d => d is >= 3 and <= 5),
                        days.Count(d => d is >= 6 and <= 10),
                        days.Count(d => d > 10),
                        never.Count(p => !p.Left && p.Last == "1"),
                        never.Count(p => p.Left || p.Last != "1")
                    );
                }
                break;
        }

        IEnumerable<(string? Week, List<ReadPassage> Passages)> ByWeek() =>
            weeks.Select(week =>
                (
                    week is { } monday ? FigureValue.Of(monday).Text : null,
                    of.Where(p => week is null || DaySpan.WeekOf(TeamCalendar.DayOf(p.BeganAt, policy)) == week).ToList()
                )
            );
    }

    private static IEnumerable<(string Name, Func<ReadPassage, bool> Holds)> PathRows()
    {
        yield return ("passages", _ => true);
        yield return ("2", p => p.Entered("2"));
        yield return ("3b", p => p.Entered("3b"));
        yield return ("call held (4a or 4b)", p => p.Entered("4a", "4b"));
        yield return ("5", p => p.Entered("5"));
        foreach (var outcome in (string[])["6a", "6b", "6c", "6d"])
            yield return (outcome, p => p.Stands == outcome);
        yield return ("still under way", p => p.Stands == "underWay");
        yield return ("left the pipeline", p => p.Left);
    }

    private static decimal? Share(int part, int whole) =>
        whole == 0 ? null : Math.Round((decimal)part / whole, 4, MidpointRounding.AwayFromZero);

    private static string Row(params object?[] cells) => string.Join(" | ", cells.Select(Said));

    public static IEnumerable<string> Plain(IReadOnlyList<IReadOnlyList<FigureValue>> rows) =>
        rows.Select(row => Row([.. row.Select(cell => cell.Text ?? (object?)cell.Number)]));

    private static string Said(object? cell) =>
        cell switch
        {
            null => "none",
            decimal number => number.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture),
            _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{cell}"),
        };
}
