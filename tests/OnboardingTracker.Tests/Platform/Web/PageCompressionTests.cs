using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Platform.Web;

public sealed class PageCompressionTests(TestPostgres postgres)
{
    [Theory]
    [InlineData("/theme")]
    [InlineData("/errors/404")]
    public async Task A_page_goes_out_compressed_where_the_browser_takes_it(string path)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var client = app.ApiClient(null);

        using var plain = await client.GetAsync(path);
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");
        using var compressed = await client.GetAsync(path);

        plain.Content.Headers.ContentEncoding.Should().BeEmpty();
        compressed.Content.Headers.ContentEncoding.Should().Equal("br");
        compressed.Headers.Vary.Should().Contain("Accept-Encoding");
        var bytes = (await compressed.Content.ReadAsByteArrayAsync()).Length;
        bytes.Should().BeGreaterThan(0).And.BeLessThan((await plain.Content.ReadAsByteArrayAsync()).Length);
    }

    [Fact]
    public async Task Live_messages_wait_in_no_buffer()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var person = await PageClient.SignedInAsync(app, Role.Specialist);
        person.Http.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");

        using var answer = await person.Http.GetAsync("/live", HttpCompletionOption.ResponseHeadersRead);

        answer.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
        answer.Content.Headers.ContentEncoding.Should().NotContain(["br", "gzip"]);
    }
}
