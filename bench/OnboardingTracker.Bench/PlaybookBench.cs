using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace OnboardingTracker.Bench;

/// <summary><c>final-outreach-due</c> moving 100,000 of a million accounts, against the best single SQL statement that writes the same rows.</summary>
internal static class PlaybookBench
{
    private const int Rounds = 3;

    public static async Task<IReadOnlyList<Ratio>> RunAsync(BenchCluster cluster, string published, int accounts, DateOnly today)
    {
        var due = accounts / 10;
        await cluster.EnsureSeededAsync($"playbook_{accounts}", new Seed(accounts, due + accounts / 50, due, today));
        var floors = new List<double>();
        var ours = new List<double>();
        long memory = 0;
        for (var round = 0; round < Rounds; round++)
        {
            await cluster.CopyAsync($"playbook_{accounts}", "floor");
            var watch = Stopwatch.StartNew();
            await cluster.ExecuteAsync("floor", Floor(today));
            floors.Add(watch.Elapsed.TotalSeconds);
            await cluster.CopyAsync($"playbook_{accounts}", "ours");
            await using (var app = await AppProcess.StartAsync(published, cluster.ConnectionString("ours")))
            {
                // A small run first, so that both sides are measured with code and pages warm.
                await app.Client.PostAsJsonAsync("/api/v1/playbooks/new-lead/runs", new { dryRun = true });
                watch.Restart();
                var answer = await app.Client.PostAsJsonAsync("/api/v1/playbooks/final-outreach-due/runs", new { dryRun = false });
                ours.Add(watch.Elapsed.TotalSeconds);
                answer.EnsureSuccessStatusCode();
                var count = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("count").GetInt32();
                if (count != due)
                    throw new InvalidOperationException($"The run moved {count} accounts, not {due}.");
                memory = Math.Max(memory, app.PeakMemory);
            }
            await CompareAsync(cluster, due);
        }
        await cluster.DropAsync("floor");
        await cluster.DropAsync("ours");
        return
        [
            new Ratio(
                string.Create(CultureInfo.InvariantCulture, $"final-outreach-due, {due:N0} of {accounts:N0} accounts"),
                Median(ours),
                Median(floors),
                "s",
                2,
                memory
            ),
        ];
    }

    /// <summary>Both sides must have written the same, or the ratio says nothing.</summary>
    private static async Task CompareAsync(BenchCluster cluster, int due)
    {
        foreach (var database in new[] { "floor", "ours" })
        {
            var moved = await cluster.ScalarAsync(
                database,
                """
                select count(*) from accounts a join transitions t on t.id = a.last_transition_id
                where a.stage = '5' and t.to_stage = '5' and t.actor = 'playbook:final-outreach-due' and jsonb_array_length(t.evidence->'facts') = 5 and t.reason is not null
                """
            );
            if (moved != due)
                throw new InvalidOperationException($"{database}: {moved} accounts were moved with evidence, not {due}.");
        }
    }

    private static string Floor(DateOnly today)
    {
        var day = today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return $"""
            with picked as materialized (
                select a.id, a.stage, a.passage, a.next_renewal_on, a.renewal_number, a.initial_outreach_at, nextval(pg_get_serial_sequence('transitions', 'id')) as transition_id
                from accounts a
                where a.stage in ('2', '3a', '3b', '4a', '4b') and a.next_renewal_on between date '{day}' and date '{day}' + 10 and a.renewal_number >= 1
                  and not exists (select 1 from holds h where h.account_id = a.id and h.playbook = 'final-outreach-due' and h.lifted_at is null)),
            moved as (
                update accounts a set stage = '5', stage_entered_at = now(), last_transition_id = p.transition_id, changed_at = now()
                from picked p where a.id = p.id returning a.id)
            insert into transitions (id, account_id, passage, from_stage, to_stage, at, recorded_at, actor, reason, evidence, migrated)
            select p.transition_id, p.id, p.passage, p.stage, '5', now(), now(), 'playbook:final-outreach-due',
                'renews in ' || (p.next_renewal_on - date '{day}') || ' days, on ' || p.next_renewal_on,
                jsonb_build_object('on', '{day}', 'facts', jsonb_build_array(
                    jsonb_build_object('name', 'in stage 2, 3a, 3b, 4a, 4b', 'value', 'in ' || p.stage),
                    jsonb_build_object('name', 'renewal today or later', 'value', 'renews on ' || p.next_renewal_on),
                    jsonb_build_object('name', 'renewal within 10 days', 'value', 'renews on ' || p.next_renewal_on),
                    jsonb_build_object('name', 'at renewal 1 or later since entry', 'value', 'renewal ' || p.renewal_number || ' since entry'),
                    jsonb_build_object('name', 'any time after the initial outreach', 'value', 'initial outreach on ' || p.initial_outreach_at::date)), 'policyVersion', 0),
                false
            from picked p join moved m on m.id = p.id
            """;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
