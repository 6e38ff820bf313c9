using OnboardingTracker.Domain;

namespace OnboardingTracker.Data.Erasing;

/// <summary>One person who is, or was, taken out. The address is kept until that is done, and not a moment longer.</summary>
public sealed class Erasure
{
    public long Id { get; init; }

    /// <summary>Keyed: says of a known address whether it was erased, and of none which one.</summary>
    public required string AddressHash { get; init; }

    /// <summary>Null: it is done.</summary>
    public string? Address { get; init; }

    /// <summary>What they were called; empty once it is done.</summary>
    public string[] Names { get; init; } = [];

    public ErasureState State { get; init; }

    public required Actor RequestedBy { get; init; }

    public DateTimeOffset RequestedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>External ids of the accounts on which they were found.</summary>
    public string[] Accounts { get; init; } = [];

    public ErasedCounts Counts { get; init; } = new();
}

public enum ErasureState
{
    Running,
    Finished,
}

/// <summary>How much was taken out.</summary>
public sealed record ErasedCounts
{
    public int Contacts { get; init; }

    public int Mails { get; init; }

    public int Calls { get; init; }

    /// <summary>Purchases and customer details, and what could not be read or found no account.</summary>
    public int OtherSignals { get; init; }

    public int RawPayloads { get; init; }

    /// <summary>Everywhere else: rows from which the address or the full name was taken.</summary>
    public int Texts { get; init; }

    public static ErasedCounts operator +(ErasedCounts one, ErasedCounts other) =>
        new()
        {
            Contacts = one.Contacts + other.Contacts,
            Mails = one.Mails + other.Mails,
            Calls = one.Calls + other.Calls,
            OtherSignals = one.OtherSignals + other.OtherSignals,
            RawPayloads = one.RawPayloads + other.RawPayloads,
            Texts = one.Texts + other.Texts,
        };
}

/// <summary>What tokens and hashes of erased ids are made with; there is one, made when it is first needed.</summary>
public sealed class ErasureKey
{
    public int Id { get; init; }

    public required byte[] Key { get; init; }
}
