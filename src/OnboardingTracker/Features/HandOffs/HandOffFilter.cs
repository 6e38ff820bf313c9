using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using OnboardingTracker.Domain.HandOffs;

namespace OnboardingTracker.Features.HandOffs;

/// <summary>Which hand-offs are listed, as the address says.</summary>
public sealed class HandOffFilter
{
    public HandOffState? State { get; set; }

    /// <summary>The account's owner, by e-mail; empty: whoever's.</summary>
    public string? Owner { get; set; }

    public bool IsEmpty => State is null && string.IsNullOrEmpty(Owner);

    /// <param name="place">Of the list: "0.42".</param>
    public string Url(string? direction = null, string? place = null)
    {
        var query = new QueryBuilder();
        if (State is { } state)
            query.Add("state", state.ToString().ToLowerInvariant());
        if (!string.IsNullOrEmpty(Owner))
            query.Add("owner", Owner);
        if (direction is not null && place is not null)
            query.Add(direction, place);
        return "/hand-offs" + query;
    }

    /// <summary>A place in the list: those that wait first, then the others, each newest first.</summary>
    public static string Place(HandOffState state, long id) => string.Create(CultureInfo.InvariantCulture, $"{Rank(state)}.{id}");

    public static (int Rank, long Id)? Parse(string? place) =>
        place?.Split('.') is [var rank, var id]
        && int.TryParse(rank, NumberStyles.None, CultureInfo.InvariantCulture, out var r)
        && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var i)
            ? (r, i)
            : null;

    private static int Rank(HandOffState state) => state == HandOffState.Pending ? 0 : 1;
}
