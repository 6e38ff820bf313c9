using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain;

namespace OnboardingTracker.Data;

/// <summary>What people call those who made changes: a member's name, a key's, a playbook's.</summary>
public sealed class ActorNames(IReadOnlyDictionary<string, string> memberNames)
{
    public string this[Actor actor] =>
        actor.Kind switch
        {
            ActorKind.User => OfMember(actor.Name),
            ActorKind.Api => $"API key {actor.Name}",
            _ => actor.Name,
        };

    /// <summary>A member's name by their e-mail address; the address itself where nobody has it any more.</summary>
    public string OfMember(string email) => memberNames.GetValueOrDefault(email) ?? email;
}

public static class ActorNamesQuery
{
    /// <summary>The whole team is a handful of rows: read once per page.</summary>
    public static async Task<ActorNames> ActorNamesAsync(this TrackerDb db, CancellationToken cancel = default) =>
        new(await db.Members.AsNoTracking().ToDictionaryAsync(m => m.Email, m => m.Name, cancel));
}
