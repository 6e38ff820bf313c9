namespace OnboardingTracker.Features.Import.Reading;

/// <summary>One row of the file: either taken, or rejected with everything that is wrong with it.</summary>
public readonly record struct ReadRow(int Line, ImportRow? Row, IReadOnlyList<RowRejection> Rejections)
{
    public static ReadRow Taken(ImportRow row) => new(row.Line, row, []);

    public static ReadRow Rejected(int line, params IReadOnlyList<RowRejection> rejections) => new(line, null, rejections);

    public static ReadRow Rejected(int line, string reason) => Rejected(line, new RowRejection(line, null, reason));
}
