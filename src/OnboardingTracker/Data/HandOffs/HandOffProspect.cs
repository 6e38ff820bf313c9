using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.HandOffs;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Data.HandOffs;

/// <summary>An account that could be handed off now: its packet, and what speaks against it.</summary>
/// <param name="LastTransitionId">What the person sees of its moves; 0: it has none.</param>
public sealed record HandOffProspect(
    HandOffPacket Packet,
    IReadOnlyList<string> Objections,
    string? Stage,
    long LastTransitionId,
    int? OwnerId
)
{
    /// <summary>Names what speaks against it, so that a decision on one thing is none on another.</summary>
    public string ObjectionsKey => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Objections))))[..16];
}

public static class HandOffProspects
{
    /// <returns>Null: there is no such account, or it was merged into another one.</returns>
    public static async Task<HandOffProspect?> ProspectAsync(
        this TrackerDb db,
        PacketReader packets,
        long accountId,
        RunContext context,
        CancellationToken cancel = default
    )
    {
        var seen = await db
            .Accounts.AsNoTracking()
            .Where(a => a.Id == accountId && a.MergedIntoId == null)
            .Select(a => new
            {
                a.Stage,
                a.LastTransitionId,
                a.OwnerId,
            })
            .FirstOrDefaultAsync(cancel);
        if (seen is null || await packets.ReadAsync(accountId, context, cancel) is not { } packet)
            return null;
        var pending = await db
            .HandOffs.Where(h => h.AccountId == accountId && h.State == HandOffState.Pending)
            .Select(h => (DateTimeOffset?)h.At)
            .FirstOrDefaultAsync(cancel);
        return new(packet, HandOffObjections.Of(packet, pending), seen.Stage, seen.LastTransitionId ?? 0, seen.OwnerId);
    }
}
