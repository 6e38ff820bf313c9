using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnboardingTracker.Data.Imports;
using OnboardingTracker.Platform.Csv;
using OnboardingTracker.Tests.Features.Import.Reading;

namespace OnboardingTracker.Tests.Platform.Csv;

public sealed class CsvExportTests
{
    private static readonly CsvColumn<(string Id, string Name)>[] s_columns = [new("externalId", r => r.Id), new("name", r => r.Name)];

    [Fact]
    public async Task The_file_is_rfc_4180_with_a_mark_for_excel()
    {
        var bytes = await ExportAsync([("a", "Acme, \"A\""), ("-1", "=cmd"), ("b", "")]);

        bytes.Take(3).Should().Equal(0xEF, 0xBB, 0xBF);
        Encoding.UTF8.GetString(bytes.AsSpan(3)).Should().Be("externalId,name\r\na,\"Acme, \"\"A\"\"\"\r\n'-1,'=cmd\r\nb,\r\n");
    }

    [Property(MaxTest = 300, Arbitrary = [typeof(Names)])]
    public async Task What_is_exported_is_imported_unchanged(string[] names)
    {
        var bytes = await ExportAsync([.. names.Select((name, i) => ($"=a{i}", name))]);

        var read = await Reading.ReadAsync(new MemoryStream(bytes), ImportFormat.Csv);

        read.Rejections.Should().BeEmpty();
        read.Taken.Select(r => r.ExternalId).Should().Equal(names.Select((_, i) => $"=a{i}"));
        read.Taken.Select(r => r.Name ?? "").Should().Equal(names);
    }

    private static async Task<byte[]> ExportAsync((string, string)[] rows)
    {
        using var file = new MemoryStream();
        await CsvExport.WriteAsync(file, s_columns, rows.ToAsyncEnumerable(), TestContext.Current.CancellationToken);
        return file.ToArray();
    }

    /// <summary>Names as they can be stored: trimmed, in any script, with everything that a CSV file has to take care of.</summary>
    public static class Names
    {
        public static Arbitrary<string> Name() =>
            Gen.Elements("'", "\"", "\"\"", ",", ";", "=", "-", "+", "@", "\t", "\r\n", "\n", "a", "Größe", "株式", "عربي", "👩‍🚀", " ")
                .ArrayOf()
                .Select(parts => string.Concat(parts).Trim())
                .Where(name => name.Length <= 300)
                .ToArbitrary();
    }
}
