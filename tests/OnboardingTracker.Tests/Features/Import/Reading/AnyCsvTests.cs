using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnboardingTracker.Data.Imports;
using OnboardingTracker.Features.Import.Reading;

namespace OnboardingTracker.Tests.Features.Import.Reading;

public sealed class AnyCsvTests
{
    [Property(MaxTest = 500, Arbitrary = [typeof(Files)])]
    public async Task A_well_formed_file_is_read_as_it_was_meant_however_it_arrives(CsvFile file)
    {
        var read = await Reading.ReadAsync(file.Open(), ImportFormat.Csv);

        read.Rejections.Should().BeEmpty();
        read.Taken.Select(r => (r.ExternalId, r.Name ?? "", r.Line)).Should().Equal(file.Meant());
    }

    [Property(MaxTest = 1_000, Arbitrary = [typeof(Files)])]
    public async Task Whatever_is_broken_every_row_stands_on_its_line_and_none_is_read_twice(CsvFile file)
    {
        var torn = file with { Quote = false };
        var lines = Encoding.UTF8.GetString(torn.Bytes()).Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n', '\r');

        var read = await Reading.ReadAsync(torn.Open(), ImportFormat.Csv);

        read.Rows.Select(r => r.Line).Should().OnlyHaveUniqueItems().And.BeInAscendingOrder();
        foreach (var row in read.Taken)
        {
            var fromItsLine = Bare(string.Join('\n', lines[(row.Line - 1)..]));
            fromItsLine
                .StartsWith(Bare(row.ExternalId), StringComparison.Ordinal)
                .Should()
                .BeTrue("{0} stands on line {1}", row.ExternalId, row.Line);
        }
    }

    private static string Bare(string text) => string.Concat(text.Where(c => c is not ('"' or ' ' or '\n')));

    /// <param name="Quote">Whether cells are quoted as they must be; without, the file is torn.</param>
    /// <param name="Piece">How many bytes arrive at once.</param>
    public sealed record CsvFile(IReadOnlyList<(string Id, string Name, bool Quoted)> Rows, string LineEnd, bool Quote, int Piece)
    {
        public IEnumerable<(string, string, int)> Meant()
        {
            var line = 2;
            foreach (var (id, name, _) in Rows)
            {
                yield return (id, name, line);
                line += 1 + name.Replace("\r\n", "\n", StringComparison.Ordinal).Count(c => c is '\n' or '\r');
            }
        }

        public Stream Open()
        {
            var bytes = Bytes();
            return new GeneratedStream(i => i * Piece < bytes.Length ? bytes[(i * Piece)..Math.Min(bytes.Length, (i + 1) * Piece)] : null);
        }

        public byte[] Bytes() =>
            Encoding.UTF8.GetBytes(
                "externalId,name" + LineEnd + string.Concat(Rows.Select(r => $"{r.Id},{Cell(r.Name, r.Quoted)}{LineEnd}"))
            );

        private string Cell(string name, bool quoted) =>
            Quote && (quoted || name.AsSpan().ContainsAny(",\"\r\n"))
                ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
                : name;
    }

    public static class Files
    {
        public static Arbitrary<CsvFile> File()
        {
            var name = Gen.Elements("a", "Größe", "株", "👩‍🚀", "\"", "\"\"", ",", "\n", "\r\n", "\r", " ", "x".PadRight(90, 'y'))
                .ArrayOf()
                .Select(parts => string.Concat(parts).Trim())
                .Where(text => text.Length <= 300);
            var rows = name.Zip(Gen.Elements(true, false)).ListOf();
            return (
                from cells in rows
                from end in Gen.Elements("\n", "\r\n", "\r")
                from piece in Gen.Choose(1, 200)
                select new CsvFile([.. cells.Select((c, i) => ($"id{i}", c.Item1, c.Item2))], end, Quote: true, piece)
            ).ToArbitrary();
        }
    }
}
