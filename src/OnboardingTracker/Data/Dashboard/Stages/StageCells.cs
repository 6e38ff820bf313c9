using System.Globalization;

namespace OnboardingTracker.Data.Dashboard.Stages;

/// <summary>How the addresses of the lists behind the stages' numbers are written.</summary>
internal static class StageCells
{
    /// <summary>The accounts in a stage, at the end of a day; null: at the moment that the table is of.</summary>
    public static string Stands(string stage, DateOnly? day = null) =>
        day is null
            ? $"figure={StandingList.ListName}&stage={stage}"
            : $"figure={StandingList.ListName}&stage={stage}&day={Text(day.Value)}";

    /// <summary>The accounts that came into a stage in a week, or left it.</summary>
    public static string Moved(string list, string stage, DateOnly week) => $"figure={list}&stage={stage}&week={Text(week)}";

    public static DateOnly? Day(IReadOnlyDictionary<string, string> keys, string key) =>
        keys.TryGetValue(key, out var text)
        && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
