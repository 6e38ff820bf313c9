using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnboardingTracker.Platform.Csv;

namespace OnboardingTracker.Tests.Platform.Csv;

public sealed class SpreadsheetSafeTests
{
    private const string Dangerous = "=+-@\t\r\n\0＝＋－＠";

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("-12.50", "'-12.50")]
    [InlineData("+49 30", "'+49 30")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t1", "'\t1")]
    [InlineData("\t=1", "'\t'=1")]
    [InlineData("＝1", "'＝1")]
    [InlineData("'=1", "''=1")]
    [InlineData("''''-1", "'''''-1")]
    [InlineData("x;=1;'-2", "x;'=1;''-2")]
    [InlineData("x\r\n=1", "x\r\n'=1")]
    [InlineData("Acme\r\nInc", "Acme\r\nInc")]
    [InlineData("O'Neil", "O'Neil")]
    [InlineData("'Acme'", "'Acme'")]
    [InlineData("a=b", "a=b")]
    [InlineData("", "")]
    public void A_cell_that_a_spreadsheet_would_run_is_quoted_and_no_other(string cell, string safe)
    {
        SpreadsheetSafe.Neutralise(cell).Should().Be(safe);
        SpreadsheetSafe.IsNeutralised(safe).Should().Be(cell != safe);
        SpreadsheetSafe.Restore(safe).Should().Be(cell);
    }

    [Property(MaxTest = 2_000, Arbitrary = [typeof(NastyText)])]
    public void Reading_what_was_written_gives_the_same_text(string cell)
    {
        var safe = SpreadsheetSafe.Neutralise(cell);

        SpreadsheetSafe.Restore(safe).Should().Be(cell);
        if (!SpreadsheetSafe.IsNeutralised(safe))
            safe.Should().Be(cell);
    }

    [Property(MaxTest = 2_000, Arbitrary = [typeof(NastyText)])]
    public void No_written_cell_starts_dangerously(string cell)
    {
        var safe = SpreadsheetSafe.Neutralise(cell);

        (safe.Length > 0 && Dangerous.Contains(safe[0])).Should().BeFalse();
        foreach (var part in safe.Split(';', '\t', '\r', '\n').Skip(1))
            (part.Length > 0 && "=+-@＝＋－＠".Contains(part[0])).Should().BeFalse();
    }

    /// <summary>Texts made mostly of what the rule is about.</summary>
    public static class NastyText
    {
        public static Arbitrary<string> Text() =>
            Gen.Elements("'", "'", "=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", ";", ",", "\"", " ", "a", "1", "é", "👩")
                .ArrayOf()
                .Select(string.Concat)
                .ToArbitrary();
    }
}
