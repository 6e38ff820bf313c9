using OnboardingTracker.Domain.Details;

namespace OnboardingTracker.Features.Import.Reading;

/// <summary>
/// A file names the same few colleagues on every row: each address is checked once and kept as one string.
/// </summary>
internal sealed class AddressCache
{
    private const int Most = 2_000;

    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    public string? Normalise(ReadOnlySpan<char> text, out string? problem)
    {
        problem = null;
        if (_known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var address))
            return address;
        address = EmailAddress.Normalise(text, out problem);
        if (address is null)
            return null;
        if (_known.Count >= Most)
            _known.Clear();
        _known[text.ToString()] = address;
        return address;
    }
}
