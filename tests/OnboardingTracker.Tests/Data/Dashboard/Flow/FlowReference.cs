using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Tests.Data.Dashboard.Flow;

/// <summary>One passage as somebody would read it off an account's history.</summary>
/// <param name="Moves">The moves that count, the entry first.</param>
/// <param name="End">The move that ended it: into another passage, or out of the pipeline; null: it is the account's last passage.</param>
internal sealed record ReadPassage(long AccountId, int Number, IReadOnlyList<Transition> Moves, Transition? End)
{
    public DateTimeOffset BeganAt => Moves[0].At;

    public string Last => Moves[^1].To!;

    public bool Left => End is { To: null };

    public bool IsEngaged => Moves.Any(move => Engagement.StatedBy(move.To, move.Actor, move.At) is not null);

    public string Stands =>
        Left ? "left"
        : Last.StartsWith('6') ? Last
        : "underWay";

    public bool IsFinished => Stands.StartsWith('6');

    public bool Entered(params string[] stages) => Moves.Any(move => stages.Contains(move.To));

    public Transition? Outreach => Moves.FirstOrDefault(move => move.To == "2");

    /// <summary>What it went to from its first stay in a stage; null: it never was there.</summary>
    public string? NextAfter(string stage)
    {
        for (var i = 0; i < Moves.Count; i++)
            if (Moves[i].To == stage)
                return i + 1 < Moves.Count ? Moves[i + 1].To
                    : End is null ? "still there"
                    : Left ? "left the pipeline"
                    : "began anew";
        return null;
    }
}

/// <summary>The figures of flow, slowly: from every account's whole history, by the rules of the pipeline alone.</summary>
internal sealed class FlowReference(IReadOnlyList<Transition> transitions, IReadOnlyList<KnownReply> replies)
{
    private static readonly StageCatalogue s_stages = new(StageCatalogue.Shipped);

    public List<ReadPassage> Passages(FigureQuery query)
    {
        var policy = query.AsOf.Policy;
        return
        [
            .. transitions
                .Where(t => t.RecordedAt < query.AsOf.Until)
                .GroupBy(t => t.AccountId)
                .SelectMany(account => PassagesOf([.. PipelineHistory.Effective(account)]))
                .Where(p => TeamCalendar.DayOf(p.BeganAt, policy) is var day && day >= query.Span.From && day <= query.Span.To),
        ];
    }

    public bool Replied(ReadPassage passage, FigureQuery query) =>
        passage.Outreach is not null
        && replies
            .Where(r => r.AccountId == passage.AccountId && r.Passage == passage.Number && r.RecordedAt < query.AsOf.Until)
            .MaxBy(r => r.Id)
            is { At: not null };

    private static IEnumerable<ReadPassage> PassagesOf(List<Transition> moves)
    {
        var openings = new List<int>();
        string? stage = null;
        for (var i = 0; i < moves.Count; i++)
        {
            if (moves[i].To is { } to && new PipelineState { Stage = stage }.OpensPassage(to, s_stages))
                openings.Add(i);
            stage = moves[i].To;
        }
        for (var n = 0; n < openings.Count; n++)
        {
            var end = n + 1 < openings.Count ? openings[n + 1] : moves.Count;
            var of = moves[openings[n]..end];
            if (of.FindIndex(move => move.To is null) is var exit and >= 0)
                yield return new(of[0].AccountId, of[0].Passage, of[..exit], of[exit]);
            else
                yield return new(of[0].AccountId, of[0].Passage, of, end < moves.Count ? moves[end] : null);
        }
    }

    /// <summary>The percentile between the two values around it, as the database has it.</summary>
    public static decimal? Percentile(IEnumerable<TimeSpan> lengths, double part)
    {
        var seconds = lengths.Select(length => Math.Max(0, length.TotalSeconds)).Order().ToList();
        if (seconds.Count == 0)
            return null;
        var place = part * (seconds.Count - 1);
        var (below, above) = (seconds[(int)Math.Floor(place)], seconds[(int)Math.Ceiling(place)]);
        return Math.Round((decimal)(below + ((above - below) * (place - Math.Floor(place)))) / 86400, 2, MidpointRounding.AwayFromZero);
    }
}
