using System.Text;
using OnboardingTracker.Data.Imports;
using OnboardingTracker.Features.Import.Reading;

namespace OnboardingTracker.Tests.Features.Import.Reading;

[Collection(nameof(MeasuredAlone))]
public sealed class BrokenQuotesTests
{
    [Fact]
    public async Task One_forgotten_quote_costs_one_row_not_the_rest_of_the_file()
    {
        var file = await Reading.CsvAsync("externalId,name\na,\"Acme\nb,\"Beta, Inc\"\nc,Gamma\n");

        file.Taken.Select(r => (r.ExternalId, r.Line)).Should().Equal(("b", 3), ("c", 4));
        file.Rejections.Should().ContainSingle().Which.Line.Should().Be(2);
    }

    [Fact]
    public async Task A_quote_that_is_never_closed_is_named_by_its_line_and_the_rest_is_read()
    {
        var file = await Reading.CsvAsync("externalId,name\na,x\nb,\"Beta\nc,Gamma\nd,Delta");

        file.Taken.Select(r => (r.ExternalId, r.Line)).Should().Equal(("a", 2), ("c", 4), ("d", 5));
        file.Rejections.Should().Equal(new RowRejection(3, null, "A quote is opened here and never closed."));
    }

    [Theory]
    [InlineData("a,5\" pipe", "*inside a cell that is not quoted*")]
    [InlineData("a,\"the \"best\" one\"", "*text after a closing quote*")]
    [InlineData("a, \"Acme\"", "*inside a cell that is not quoted*")]
    public async Task A_lone_quote_is_refused_with_what_to_do(string row, string reason)
    {
        var file = await Reading.CsvAsync($"externalId,name\n{row}\nb,y\n");

        file.Taken.Select(r => r.ExternalId).Should().Equal("b");
        file.Rejections.Should().ContainSingle().Which.Reason.Should().Match(reason);
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("")]
    public async Task A_row_beyond_the_limit_is_skipped_and_the_next_line_read(string quote)
    {
        var options = Reading.Options with { LongestRow = 10_000 };
        var file = await Reading.CsvAsync($"externalId,name\na,x\nb,{quote}{new string('y', 300_000)}\nc,z\nd,w\n", options);

        file.Taken.Select(r => (r.ExternalId, r.Line)).Should().Equal(("a", 2), ("c", 4), ("d", 5));
        file.Rejections.Should().ContainSingle().Which.Line.Should().Be(3);
    }

    [Fact]
    public async Task A_quote_that_swallows_many_rows_gives_them_back()
    {
        var options = Reading.Options with { LongestRow = 10_000 };
        var rows = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"r{i},name {i}\n"));
        var file = await Reading.CsvAsync("externalId,name\nbad,\"open\n" + rows, options);

        file.Rejections.Should().ContainSingle().Which.Line.Should().Be(2);
        file.Taken.Should().HaveCount(50_000);
        file.Taken[^1].Should().BeEquivalentTo(new { ExternalId = "r49999", Line = 50_002 });
    }

    [Fact]
    public async Task A_file_of_nothing_but_broken_quotes_is_given_up()
    {
        var reading = () => Reading.CsvAsync("externalId,name\n" + string.Concat(Enumerable.Repeat("a,\"\nb\"c\n", 5_000)));

        (await reading.Should().ThrowAsync<ImportRefusedException>()).WithMessage("More than 1,000 rows have quotes that do not add up*");
    }

    [Fact]
    public async Task A_quote_that_is_never_closed_does_not_eat_the_memory()
    {
        const int megabytes = 300;
        var start = Encoding.UTF8.GetBytes("externalId,name\na,\"");
        using var file = new GeneratedStream(i =>
            i < megabytes * 16
                ? i == 0
                    ? start
                    : s_filler
                : null
        );
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var read = await Reading.ReadAsync(file, ImportFormat.Csv);

        read.Rejections.Should().ContainSingle().Which.Line.Should().Be(2);
        (GC.GetTotalMemory(forceFullCollection: true) - before).Should().BeLessThan(20 << 20);
        file.PeakMemory.Should().BeLessThan(before + (50 << 20));
    }

    private static readonly byte[] s_filler = [.. Enumerable.Repeat((byte)'x', 64 << 10)];
}
