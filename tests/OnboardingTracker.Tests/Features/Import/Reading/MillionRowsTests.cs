using System.Text;
using OnboardingTracker.Data.Imports;
using OnboardingTracker.Features.Import.Reading;

namespace OnboardingTracker.Tests.Features.Import.Reading;

[Collection(nameof(MeasuredAlone))]
public sealed class MillionRowsTests
{
    private const int Rows = 1_000_000;
    private const int RowsInAPiece = 500;

    [Fact]
    public Task A_million_csv_rows_are_read_in_constant_memory() =>
        ReadInConstantMemoryAsync(
            ImportFormat.Csv,
            "externalId,name,domain,plan,program,forecastAmount,forecastCurrency,nextRenewalOn,stripeCustomerId,contactEmail,contactName,salesOwner,owner,segments\r\n",
            i =>
                $"acc-{i},\"Acme, Größe {i}\",acme{i}.example.com,payAsYouGo,,{100 + i % 900}.{i % 100:D2},USD,2026-{1 + i % 12:D2}-{1 + i % 28:D2},cus_{i},person{i}@acme{i}.example.com,Ada {i},,ann@team.example,\r\n"
        );

    [Fact]
    public Task A_million_ndjson_rows_are_read_in_constant_memory() =>
        ReadInConstantMemoryAsync(
            ImportFormat.Ndjson,
            "",
            i =>
                $$"""{"externalId":"acc-{{i}}","name":"Acme {{i}}","plan":"payAsYouGo","forecastAmount":{{100 + i % 900}}.5,"nextRenewalOn":"2026-12-{{1 + i % 28:D2}}","owner":null}"""
                + "\n"
        );

    private static async Task ReadInConstantMemoryAsync(ImportFormat format, string header, Func<int, string> row)
    {
        byte[]? Piece(int n) =>
            n == 0 ? Encoding.UTF8.GetBytes(header.Length > 0 ? header : "\n")
            : n <= Rows / RowsInAPiece
                ? Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range((n - 1) * RowsInAPiece, RowsInAPiece).Select(row)))
            : null;
        using var file = new GeneratedStream(Piece);
        var cancellation = TestContext.Current.CancellationToken;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await using var reader = await ImportRowReader.OpenAsync(file, format, Reading.Options, cancellation);
        var (count, given, last) = (0, ~ImportFields.None, default(ReadRow));
        await foreach (var read in reader.ReadAsync(cancellation))
        {
            count++;
            given &= read.Row!.Given;
            last = read;
        }

        count.Should().Be(Rows);
        last.Should().BeEquivalentTo(new { Line = Rows + 1, Row = new { ExternalId = $"acc-{Rows - 1}" } });
        given.Should().HaveFlag(ImportFields.ForecastAmount | ImportFields.NextRenewalOn | ImportFields.Owner);
        file.PeakMemory.Should().BeGreaterThan(0).And.BeLessThan(before + (50 << 20));
    }
}
