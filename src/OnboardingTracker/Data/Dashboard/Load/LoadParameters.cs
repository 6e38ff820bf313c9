using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace OnboardingTracker.Data.Dashboard.Load;

/// <summary>Values for the statements of load and of playbook effect.</summary>
internal static class LoadParameters
{
    /// <summary>Those that a statement names; the database takes no others.</summary>
    public static NpgsqlParameter[] Used(string sql, IEnumerable<NpgsqlParameter> parameters) =>
        [.. parameters.Where(parameter => sql.Contains("@" + parameter.ParameterName, StringComparison.Ordinal))];

    public static NpgsqlParameter Time(string name, DateTimeOffset at) => new(name, NpgsqlDbType.TimestampTz) { Value = at.UtcDateTime };

    public static NpgsqlParameter Texts(string name, IEnumerable<string> values) =>
        new(name, NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = values.ToArray() };

    /// <summary>What was recorded before this moment counts; of now, all that is written down: two machines' clocks may disagree by a moment.</summary>
    public static DateTimeOffset Until(AsOf asOf) => asOf.IsNow ? DateTimeOffset.MaxValue : asOf.Until;

    /// <summary>The end of the days, or what had been recorded by then.</summary>
    public static DateTimeOffset End(FigureQuery query)
    {
        var (end, until) = (query.Span.End(query.AsOf.Policy), Until(query.AsOf));
        return end < until ? end : until;
    }

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateOnly? Day(IReadOnlyDictionary<string, string> keys, string key) =>
        keys.TryGetValue(key, out var text)
        && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    /// <summary>"2 March to 29 March 2026", or the week.</summary>
    public static string InWords(DaySpan span, DateOnly? week) =>
        week is { } monday
            ? FormattableString.Invariant($"in the week of {monday:d MMMM yyyy}")
            : FormattableString.Invariant($"from {span.From:d MMMM yyyy} to {span.To:d MMMM yyyy}");
}
