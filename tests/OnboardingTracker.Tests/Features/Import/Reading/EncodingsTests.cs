using System.Text;
using OnboardingTracker.Data.Imports;
using OnboardingTracker.Features.Import.Reading;

namespace OnboardingTracker.Tests.Features.Import.Reading;

public sealed class EncodingsTests
{
    private const string Csv = "externalId,name\nacme,Größe 株式会社 👩‍🚀\n";
    private const string Ndjson = "{\"externalId\":\"acme\",\"name\":\"Größe 株式会社 👩‍🚀\"}\n";

    public static TheoryData<string, bool> Readable =>
        new()
        {
            { "utf-8", false },
            { "utf-8", true },
            { "utf-16", true },
            { "utf-16BE", true },
        };

    [Theory]
    [MemberData(nameof(Readable))]
    public async Task A_file_is_read_by_its_mark(string encoding, bool marked)
    {
        foreach (var (text, format) in new[] { (Csv, ImportFormat.Csv), (Ndjson, ImportFormat.Ndjson) })
            (await ReadAsync(text, encoding, marked, format)).Only.Name.Should().Be("Größe 株式会社 👩‍🚀");
    }

    [Theory]
    [InlineData("utf-32", true, "*UTF-32*save it as UTF-8.")]
    [InlineData("utf-32BE", true, "*UTF-32*save it as UTF-8.")]
    [InlineData("utf-16", false, "*UTF-16 without a byte order mark*save it as UTF-8.")]
    [InlineData("utf-16BE", false, "*UTF-16 without a byte order mark*save it as UTF-8.")]
    public async Task An_encoding_that_is_not_read_is_named(string encoding, bool marked, string reason)
    {
        var reading = () => ReadAsync(Csv, encoding, marked, ImportFormat.Csv);

        (await reading.Should().ThrowAsync<ImportRefusedException>()).WithMessage(reason);
    }

    [Fact]
    public async Task A_workbook_is_told_from_text()
    {
        var reading = () => Reading.ReadAsync(new MemoryStream([.. "PK\u0003\u0004"u8, 1, 2, 3, 4]), ImportFormat.Csv);

        (await reading.Should().ThrowAsync<ImportRefusedException>()).WithMessage("*workbook*");
    }

    [Fact]
    public async Task A_row_in_another_encoding_is_refused_by_its_line_and_the_rest_is_read()
    {
        byte[] bytes = [.. "externalId,name\na,x\nb,"u8, .. Encoding.Latin1.GetBytes("Größe"), .. "\nc,z\n"u8];

        var file = await Reading.ReadAsync(new MemoryStream(bytes), ImportFormat.Csv);

        file.Taken.Select(r => r.ExternalId).Should().Equal("a", "c");
        file.Rejections.Should().ContainSingle();
        file.Rejections[0].Line.Should().Be(3);
        file.Rejections[0].Reason.Should().Match("*save the file as UTF-8*");
    }

    [Fact]
    public async Task A_line_of_json_in_another_encoding_is_refused()
    {
        byte[] bytes = [.. "{\"externalId\":\"a\",\"name\":\""u8, .. Encoding.Latin1.GetBytes("Größe"), .. "\"}\n{\"externalId\":\"b\"}"u8];

        var file = await Reading.ReadAsync(new MemoryStream(bytes), ImportFormat.Ndjson);

        file.Taken.Select(r => r.ExternalId).Should().Equal("b");
        file.Rejections.Should().ContainSingle().Which.Line.Should().Be(1);
    }

    [Fact]
    public async Task Half_a_character_in_utf_16_is_refused_rather_than_replaced()
    {
        byte[] bytes =
        [
            0xFF,
            0xFE,
            .. Encoding.Unicode.GetBytes("externalId,name\na,x"),
            0x3D,
            0xD8,
            .. Encoding.Unicode.GetBytes("y\nb,z\n"),
        ];

        var file = await Reading.ReadAsync(new MemoryStream(bytes), ImportFormat.Csv);

        file.Taken.Select(r => r.ExternalId).Should().Equal("b");
        file.Rejections.Should().ContainSingle().Which.Line.Should().Be(2);
    }

    [Fact]
    public async Task NUL_bytes_are_refused()
    {
        var file = await Reading.CsvAsync("externalId,name\na,x\0y\nb,z\n");

        file.Taken.Select(r => r.ExternalId).Should().Equal("b");
        file.Rejections.Should().ContainSingle().Which.Reason.Should().Contain("NUL");
    }

    private static Task<FileRead> ReadAsync(string text, string name, bool marked, ImportFormat format)
    {
        var encoding = Encoding.GetEncoding(name);
        return Reading.ReadAsync(new MemoryStream([.. marked ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)]), format);
    }
}
