namespace OnboardingTracker.Features.Import;

/// <summary>A file that is not even stored; the message says why, for the person who sent it.</summary>
public sealed class ImportNotTakenException : Exception
{
    private ImportNotTakenException(string message, bool isTooLarge)
        : base(message) => IsTooLarge = isTooLarge;

    public bool IsTooLarge { get; }

    public static ImportNotTakenException Empty() => new("The file is empty.", isTooLarge: false);

    public static ImportNotTakenException TooLarge(long limit) =>
        new(
            $"The file is larger than the {limit / (1 << 20):N0} MB that are taken. Split it, or raise OnboardingTracker__MaxImportBytes.",
            isTooLarge: true
        );

    /// <summary>A source that answers with far fewer rows than before has a fault of its own.</summary>
    public static ImportNotTakenException TooFew(int rows, int before, decimal share) =>
        new(
            FormattableString.Invariant(
                $"{rows} rows were read, and {before} by the last good sync: less than {share:0.##} of it is taken for a fault of the source."
            ),
            isTooLarge: false
        );
}
