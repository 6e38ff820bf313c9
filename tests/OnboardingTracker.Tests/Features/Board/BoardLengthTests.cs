using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Board;

public sealed class BoardLengthTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_long_column_shows_50_and_grows_on_demand()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        await app.DbAsync(db =>
            db.Database.ExecuteSqlRawAsync(
                """
                insert into accounts (external_id, name, plan, stage, in_work, passage, in_legacy_segment, next_renewal_on, created_at, changed_at)
                select 'x' || i, 'n' || i, 'free', '1', true, 1, false, date '2026-03-01' + i, now(), now() from generate_series(1, 120) i
                """
            )
        );
        var html = await lead.HtmlAsync("/board");
        Columns(html)[0].Cards.Should().Equal(Enumerable.Range(1, 50).Select(i => $"n{i}"));
        html.Should().Contain("href=\"/board?shown=1.100\"");
        var more = await lead.HtmlAsync("/board?shown=1.100");
        Columns(more)[0].Cards.Should().HaveCount(100);
        more.Should().Contain("href=\"/board?shown=1.150\"").And.Contain("hx-get=\"/board?shown=1.100\"", "a refresh keeps its length");
        Columns(await lead.HtmlAsync("/board?shown=1.150"))[0].Cards.Should().HaveCount(120);
        Columns(await lead.HtmlAsync("/board?shown=1.99999999&shown=nonsense&shown=9.9"))[0].Cards.Should().HaveCount(120);
    }

    [Fact]
    public async Task Every_stage_shows_its_own_cards()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        await app.DbAsync(db =>
            db.Database.ExecuteSqlRawAsync(
                """
                insert into accounts (external_id, name, plan, stage, in_work, passage, in_legacy_segment, next_renewal_on, stage_entered_at, created_at, changed_at)
                select s.code || '-' || i, s.code || '-' || i, 'free', s.code, s.kind <> 'outcome', 1, false, date '2026-03-01' + i, '2026-02-25', now(), now()
                from generate_series(1, 30) i, stages s
                """
            )
        );
        var board = Columns(await lead.HtmlAsync("/board"));
        board.Should().HaveCount(12);
        foreach (var column in board)
            column.Cards.Should().HaveCount(30).And.OnlyContain(card => card.StartsWith(column.Code + "-"));
    }

    private static List<Column> Columns(string html) =>
        [
            .. html.Split("<section class=\"board-column\"")
                .Skip(1)
                .Select(column => new Column(
                    Regex.Match(column, "data-board-column=\"(\\w+)\"").Groups[1].Value,
                    [
                        .. Regex
                            .Matches(column, "<li class=\"board-card\"[^>]* data-name=\"([^\"]+)\"")
                            .Select(match => match.Groups[1].Value),
                    ]
                )),
        ];

    private sealed record Column(string Code, List<string> Cards);
}
