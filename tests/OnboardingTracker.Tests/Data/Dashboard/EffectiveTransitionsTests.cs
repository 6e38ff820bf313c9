using Microsoft.EntityFrameworkCore;
using Npgsql;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Data.Pipeline;

namespace OnboardingTracker.Tests.Data.Dashboard;

public sealed class EffectiveTransitionsTests(TestPostgres postgres)
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_database_leaves_out_what_the_history_leaves_out_at_any_moment()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var random = new Random(11);
        var account = await OneStoredAccount.AddAsync(app, "acme");
        var history = new List<Transition>();
        for (var i = 0; i < 400; i++)
        {
            // The last move that counts, or the last that was written, as the rules let it be undone; half of all, so that chains are long.
            IReadOnlyList<Transition> undoable = random.Next(2) == 0 ? history : PipelineHistory.Effective(history);
            history.Add(
                new()
                {
                    Id = 1000 + i,
                    AccountId = account.Id,
                    Passage = 1,
                    To = "2",
                    At = s_start.AddHours(i),
                    RecordedAt = s_start.AddHours(i),
                    Actor = Actor.User("ann@example.com"),
                    UndoesId = undoable.Count > 0 && random.Next(2) == 0 ? undoable[^1].Id : null,
                }
            );
        }
        await app.DbAsync(async db =>
        {
            db.Transitions.AddRange(history);
            return await db.SaveChangesAsync();
        });

        foreach (var hour in Enumerable.Range(0, 41).Select(i => i * 10))
        {
            var until = s_start.AddHours(hour);
            var expected = PipelineHistory.Effective(history.Where(t => t.RecordedAt < until)).Select(t => t.Id);
            (await app.DbAsync(db => EffectiveAsync(db, until))).Should().Equal(expected, "as of {0}", until);
        }
    }

    private static Task<List<long>> EffectiveAsync(TrackerDb db, DateTimeOffset until)
    {
        var sql = $"""
            with recursive {EffectiveTransitions.Undone(EffectiveTransitions.UndosOfAll)}
            select t.id as "Value" from transitions t
            where t.recorded_at < @until and t.undoes_id is null and not exists (select from undone u where u.id = t.id)
            order by t.id
            """;
        return db.Database.SqlQueryRaw<long>(sql, new NpgsqlParameter<DateTimeOffset>("until", until)).ToListAsync();
    }
}
