using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using OnboardingTracker.Data.Tasks;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Features.Tasks;

/// <summary>What the address of the Tasks page asks for. What it does not understand it leaves out: a link of last year still opens a list.</summary>
public sealed record TaskQuery
{
    public const string Me = "me";
    public const string Anybody = "any";
    public const string Nobody = "none";

    public static readonly IReadOnlyList<string> Days = ["overdue", "today", "week", "later", "none"];

    /// <summary><see cref="Me"/>, <see cref="Anybody"/>, <see cref="Nobody"/> or an e-mail address; null: as the viewer opens it.</summary>
    public string? Who { get; init; }

    public string? Kind { get; init; }

    /// <summary>One of <see cref="Days"/>.</summary>
    public string? Due { get; init; }

    public IReadOnlyList<string> Stages { get; init; } = [];

    public string? Q { get; init; }

    /// <summary>A place in the list.</summary>
    public string? Cursor { get; init; }

    public bool IsFiltered => Kind is not null || Due is not null || Stages.Count > 0 || Q is not null;

    public static TaskQuery Parse(IEnumerable<KeyValuePair<string, StringValues>> address)
    {
        var values = address.ToLookup(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
        return new()
        {
            Who = One("who"),
            Kind = One("kind") is { } kind && (kind == TaskFilter.Alerts || TaskKinds.All.Contains(kind)) ? kind : null,
            Due = One("due") is { } due && Days.Contains(due) ? due : null,
            Stages =
            [
                .. values["stage"].SelectMany(v => v.ToArray()).OfType<string>().Where(s => s.Length is > 0 and < 20).Distinct().Take(20),
            ],
            Q = One("text") is { } q ? q[..Math.Min(q.Length, 200)] : null,
            Cursor = One("cursor"),
        };

        string? One(string name) =>
            values[name].FirstOrDefault().ToString().Replace("\0", "", StringComparison.Ordinal).Trim() is { Length: > 0 } text
                ? text
                : null;
    }

    public IEnumerable<KeyValuePair<string, string>> Fields()
    {
        (string Name, string? Value)[] all =
        [
            ("who", Who),
            ("kind", Kind),
            ("due", Due),
            .. Stages.Select(stage => ("stage", (string?)stage)),
            ("text", Q),
            ("cursor", Cursor),
        ];
        return all.Where(pair => pair.Value is not null).Select(pair => new KeyValuePair<string, string>(pair.Name, pair.Value!));
    }

    public string Url() =>
        QueryHelpers.AddQueryString("/tasks", Fields().Select(pair => new KeyValuePair<string, string?>(pair.Key, pair.Value)));

    /// <param name="who">A member's id; 0: nobody who there is.</param>
    public TaskFilter ToFilter(int? who, DateOnly today)
    {
        var week = TaskGroups.EndOfWeek(today);
        return new TaskFilter
        {
            AssigneeId = who,
            Unassigned = Who == Nobody,
            Kind = Kind,
            Stages = Stages,
            Q = Q,
            DueFrom = Due switch
            {
                "today" or "week" => today,
                "later" => week.AddDays(1),
                _ => null,
            },
            DueTo = Due switch
            {
                "overdue" => today.AddDays(-1),
                "today" => today,
                "week" => week,
                _ => null,
            },
            WithoutDay = Due == "none",
        };
    }

    public static string OfDue(string due) =>
        due switch
        {
            "overdue" => "Overdue",
            "today" => "Today",
            "week" => "This week",
            "later" => "Later",
            _ => "No day",
        };

    /// <summary>An id as addresses carry it.</summary>
    internal static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
