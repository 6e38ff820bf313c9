using System.Runtime.InteropServices;

namespace OnboardingTracker.Features.Import.Applying;

/// <summary>
/// Remembers which accounts earlier batches of a preview would have made, since nothing is written that a later batch could find.
/// By a 64-bit hash: a million accounts are 25 MB, and two that share one are less likely than a torn disk.
/// </summary>
internal sealed class PreviewMemory
{
    private readonly HashSet<ulong> _created = [];
    private readonly HashSet<ulong> _leads = [];

    /// <summary>Notes an account that would be made; tells whether it was noted before.</summary>
    public bool MeetsAgain(string externalId) => !_created.Add(Hash(externalId));

    /// <summary>Notes a new lead; tells whether it was counted before.</summary>
    public bool CountsAgain(string externalId) => !_leads.Add(Hash(externalId));

    /// <summary>FNV-1a: the ids come from an admin's own file, nobody gains by a collision.</summary>
    private static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var value in MemoryMarshal.AsBytes(text.AsSpan()))
            hash = unchecked((hash ^ value) * 1099511628211UL);
        return hash;
    }
}
