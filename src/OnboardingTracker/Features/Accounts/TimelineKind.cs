using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Features.Accounts;

/// <summary>What the timeline can be narrowed to, in the order in which it is offered.</summary>
public enum TimelineKind
{
    Moves,
    Mail,
    Calls,
    Bills,
    Notes,
    Tasks,
    Risk,
    Details,
    Checklist,
    Holds,
}

/// <summary>Some kinds of entries; none is all of them.</summary>
public sealed class TimelineKinds
{
    private static readonly Dictionary<TimelineKind, string[]> s_signals = new()
    {
        [TimelineKind.Mail] = [SignalKinds.EmailSent, SignalKinds.EmailReceived, SignalKinds.EmailBounced, SignalKinds.EmailRefused],
        [TimelineKind.Calls] =
        [
            SignalKinds.CallBooked,
            SignalKinds.CallCanceled,
            SignalKinds.CallNoShow,
            SignalKinds.CallNoShowUnset,
            SignalKinds.CallCompleted,
        ],
    };

    private readonly HashSet<TimelineKind> _kinds;

    public TimelineKinds(IEnumerable<TimelineKind> kinds)
    {
        _kinds = [.. kinds];
        if (_kinds.Count == Enum.GetValues<TimelineKind>().Length)
            _kinds.Clear();
    }

    public static TimelineKinds All { get; } = new([]);

    public bool IsAll => _kinds.Count == 0;

    public static TimelineKinds Parse(IEnumerable<string?>? texts) =>
        new(
            (texts ?? [])
                .Take(Enum.GetValues<TimelineKind>().Length)
                .Select(text => (Known: Enum.TryParse<TimelineKind>(text, ignoreCase: true, out var kind) && Enum.IsDefined(kind), kind))
                .Where(parsed => parsed.Known)
                .Select(parsed => parsed.kind)
        );

    public bool Has(TimelineKind kind) => IsAll || _kinds.Contains(kind);

    public bool IsChosen(TimelineKind kind) => _kinds.Contains(kind);

    /// <summary>With this one too, or without it.</summary>
    public TimelineKinds Toggle(TimelineKind kind) => new(IsChosen(kind) ? _kinds.Where(k => k != kind) : _kinds.Append(kind));

    public IEnumerable<string> Codes => _kinds.Order().Select(kind => kind.ToString().ToLowerInvariant());

    public bool HasSignals => Has(TimelineKind.Mail) || Has(TimelineKind.Calls) || Has(TimelineKind.Bills);

    /// <summary>Which signals to leave out, or which to take; null: all of them are wanted.</summary>
    public (bool Only, string[] Kinds)? SignalKindsWanted =>
        (Has(TimelineKind.Mail), Has(TimelineKind.Calls), Has(TimelineKind.Bills)) switch
        {
            (true, true, true) => null,
            // Bills are whatever is neither mail nor call.
            (var mail, var calls, true) => (
                false,
                [.. mail ? [] : s_signals[TimelineKind.Mail], .. calls ? [] : s_signals[TimelineKind.Calls]]
            ),
            var (mail, calls, _) => (true, [.. mail ? s_signals[TimelineKind.Mail] : [], .. calls ? s_signals[TimelineKind.Calls] : []]),
        };

    public static string LabelOf(TimelineKind kind) => kind == TimelineKind.Checklist ? "Audit" : kind.ToString();
}
