using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Erasing;

/// <summary>
/// The tokens that stand for ids of erased people: with them a mail or call that is delivered once more is known, and nobody can tell what
/// the id was. The same letters as SignalInbox makes in the database.
/// </summary>
public sealed class ErasureKeys(TrackerDb db)
{
    private const int Letters = 40;

    /// <summary>What the keyed hash of a signal's own id is made of; the inbox asks for it in its statement.</summary>
    public static string SourceIdText(string source, string sourceId) => $"{source}\n{sourceId}";

    public static string Hash(byte[] key, string text) =>
        Convert.ToHexStringLower(SHA256.HashData([.. key, .. Encoding.UTF8.GetBytes(text)]))[..Letters];

    /// <summary>Made by whoever needs it first.</summary>
    public async Task<byte[]> KeyAsync(CancellationToken cancel = default)
    {
        var made = RandomNumberGenerator.GetBytes(32);
        await db.Database.ExecuteSqlAsync($"insert into erasure_keys (id, key) values (1, {made}) on conflict (id) do nothing", cancel);
        return await db.ErasureKeys.AsNoTracking().Where(k => k.Id == 1).Select(k => k.Key).SingleAsync(cancel);
    }

    /// <summary>
    /// What is said late of a call that was erased belongs to it still, and names nobody: a cancellation counts, and brings no one back.
    /// </summary>
    /// <returns>Null: it is about no erased call.</returns>
    public async Task<SignalFact?> OfErasedCallAsync(string source, SignalFact fact, CancellationToken cancel = default)
    {
        if (fact.Call is null || await db.ErasureKeys.AsNoTracking().FirstOrDefaultAsync(cancel) is not { Key: var key })
            return null;
        var nobody = new ErasedPerson("", [], id => Hash(key, id));
        string[] tokens = [.. ErasedFacts.IdsOf(fact).Select(nobody.Token)];
        return await db.Signals.AnyAsync(s => s.Source == source && tokens.Contains(s.Topic!), cancel)
            ? ErasedFacts.Skeleton(fact, nobody)
            : null;
    }
}
