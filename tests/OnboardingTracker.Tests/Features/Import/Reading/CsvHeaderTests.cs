using OnboardingTracker.Features.Import.Reading;

namespace OnboardingTracker.Tests.Features.Import.Reading;

public sealed class CsvHeaderTests
{
    [Theory]
    [InlineData(" EXTERNALID , Name \na,x\n")]
    [InlineData("name,externalId\nx,a\n")]
    [InlineData("\"externalId\",\"name\"\n\"a\",\"x\"\n")]
    [InlineData("externalId,name\ra,x\r")]
    public async Task Columns_are_known_by_name_whatever_their_order_case_and_quotes(string csv)
    {
        (await Reading.CsvAsync(csv)).Only.Should().BeEquivalentTo(new { ExternalId = "a", Name = "x" });
    }

    [Theory]
    [InlineData("externalId;name\na;x, y\n", "semicolons")]
    [InlineData("externalId\tname\na\tx, y\n", "tabs")]
    [InlineData("sep=;\r\nexternalId;name\r\na;x, y\r\n", "semicolons")]
    [InlineData("SEP=|\nexternalId|name\na|x, y\n", "“|”")]
    public async Task Another_separator_is_recognised_and_said(string csv, string separator)
    {
        var file = await Reading.CsvAsync(csv);

        file.Only.Should().BeEquivalentTo(new { ExternalId = "a", Name = "x, y" });
        file.Warnings.Should().ContainSingle().Which.Should().Contain(separator);
    }

    [Fact]
    public async Task The_line_that_names_the_separator_counts_as_a_line() =>
        (await Reading.CsvAsync("sep=;\nexternalId;name\na;x\n")).Only.Line.Should().Be(3);

    [Fact]
    public async Task Columns_that_mean_nothing_are_left_out_and_said()
    {
        var file = await Reading.CsvAsync("externalId,mrr,name,Notes\na,5,x,hello\n");

        file.Only.Given.Should().Be(ImportFields.ExternalId | ImportFields.Name);
        file.Warnings.Should().Equal("Columns that mean nothing here were left out: \"mrr\", \"Notes\".");
    }

    [Fact]
    public async Task Columns_that_only_an_export_carries_are_left_out_in_silence() =>
        (await Reading.CsvAsync("externalId,stage,stageName,stageEnteredAt,stage 3a firstEnteredAt,engaged\na,1,x,y,z,true\n"))
            .Warnings.Should()
            .BeEmpty();

    [Theory]
    [InlineData("", "The file is empty.")]
    [InlineData("\n\n\n", "*no column externalId*Its first line is empty.")]
    [InlineData("external_id,name\na,x\n", "*no column externalId*Its first line names \"external_id\", \"name\".")]
    [InlineData("externalId,name,ExternalID\na,x,b\n", "The file names a column twice: externalId.*")]
    [InlineData("externalId,name,name\na,x,y\n", "The file names a column twice: name.*")]
    public async Task A_header_that_leaves_something_to_guess_refuses_the_file(string csv, string reason)
    {
        var reading = () => Reading.CsvAsync(csv);

        (await reading.Should().ThrowAsync<ImportRefusedException>()).WithMessage(reason);
    }

    [Theory]
    [InlineData(500, false)]
    [InlineData(501, true)]
    [InlineData(10_000, true)]
    public async Task At_most_500_columns_are_read(int columns, bool refused)
    {
        var header = "externalId" + string.Concat(Enumerable.Range(1, columns - 1).Select(i => $",c{i}"));
        var reading = () => Reading.CsvAsync(header + "\na" + new string(',', columns - 1) + "\n");

        if (refused)
            (await reading.Should().ThrowAsync<ImportRefusedException>()).WithMessage(
                $"The file has {columns:N0} columns; at most 500 are read."
            );
        else
            (await reading()).Only.ExternalId.Should().Be("a");
    }

    [Fact]
    public async Task A_first_line_without_end_is_no_header()
    {
        var reading = () => Reading.CsvAsync("externalId," + new string('x', 1_000_000));

        (await reading.Should().ThrowAsync<ImportRefusedException>()).WithMessage("The first line is longer than 64 KB*");
    }

    [Fact]
    public async Task A_header_alone_is_a_file_without_rows() => (await Reading.CsvAsync("externalId,name")).Rows.Should().BeEmpty();
}
