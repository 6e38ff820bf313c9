using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Data.Dashboard.Load;

/// <summary>One figure of one person, of all days or of one week.</summary>
internal sealed class LoadSum
{
    public required string Figure { get; init; }

    /// <summary>Null: nobody.</summary>
    public int? MemberId { get; init; }

    public long Number { get; init; }

    /// <summary>In the team's currency.</summary>
    public decimal Amount { get; init; }

    /// <summary>The Monday; null: not by week.</summary>
    public DateOnly? Week { get; init; }
}

/// <summary>Who has a row: a member, or nobody.</summary>
/// <param name="Id">Null: nobody.</param>
internal sealed record LoadPerson(int? Id, string Name, string? Email)
{
    public static LoadPerson Nobody { get; } = new(null, "Nobody", null);

    public static IReadOnlyList<FigureColumn> Columns { get; } =
    [
        new("specialist", "Specialist", FigureKind.Text, "Who owned the accounts; “Nobody” stands for what had no owner, or no assignee."),
        new("owner", "E-mail", FigureKind.Text),
    ];

    public IEnumerable<FigureValue> Cells => [FigureValue.Of(Name), FigureValue.Of(Email)];

    /// <summary>As an address names them.</summary>
    public string Key => Id is { } id ? FormattableString.Invariant($"{id}") : "nobody";

    public string InWords => Id is null ? "of nobody" : $"of {Name}";

    /// <summary>
    /// Those who have something, deactivated ones too, by name; nobody comes last. Of a past day no others: who was there then and had
    /// nothing is not known.
    /// </summary>
    /// <param name="withIdle">Active specialists without anything as well.</param>
    public static async Task<IReadOnlyList<LoadPerson>> ReadAsync(
        TrackerDb db,
        IEnumerable<int?> having,
        bool withIdle,
        CancellationToken cancel
    )
    {
        var ids = having.ToHashSet();
        var members = await db.Members.AsNoTracking().ToListAsync(cancel);
        return
        [
            .. members
                .Where(member => ids.Contains(member.Id) || (withIdle && member is { Active: true, Role: Role.Specialist }))
                .OrderBy(member => member.Name, StringComparer.OrdinalIgnoreCase)
                .ThenBy(member => member.Id)
                .Select(member => new LoadPerson(member.Id, member.Name, member.Email)),
            .. ids.Contains(null) ? [Nobody] : Array.Empty<LoadPerson>(),
        ];
    }

    /// <returns>Null: the address names none.</returns>
    public static async Task<LoadPerson?> FindAsync(TrackerDb db, string? key, CancellationToken cancel)
    {
        if (key == Nobody.Key)
            return Nobody;
        return int.TryParse(key, System.Globalization.CultureInfo.InvariantCulture, out var id)
            ? await db
                .Members.AsNoTracking()
                .Where(member => member.Id == id)
                .Select(member => new LoadPerson(member.Id, member.Name, member.Email))
                .FirstOrDefaultAsync(cancel)
            : null;
    }
}
