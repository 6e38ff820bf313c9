using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace OnboardingTracker.Bench;

/// <summary>
/// A million rows by the API, from the first byte sent to the import being completed, against <c>COPY</c> into a temporary table and
/// one upsert into the same table with the same indexes. Ours also checks each row, keeps the history of each detail and counts.
/// </summary>
internal static class ImportBench
{
    private const int Rounds = 2;

    public static async Task<IReadOnlyList<Ratio>> RunAsync(BenchCluster cluster, string published, int rows, DateOnly today)
    {
        await cluster.EnsureSeededAsync("import_empty", new Seed(0, 0, 0, today));
        var file = Path.Combine(
            Path.GetTempPath(),
            string.Create(CultureInfo.InvariantCulture, $"onboarding-import-{Environment.ProcessId}.csv")
        );
        await WriteFileAsync(file, rows, today);
        var (floors, ours, again) = (new List<double>(), new List<double>(), new List<double>());
        long memory = 0;
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                await cluster.CopyAsync("import_empty", "floor");
                floors.Add(await FloorAsync(cluster.ConnectionString("floor"), file));
                await cluster.DropAsync("floor");
                await cluster.CopyAsync("import_empty", "ours");
                await using (var app = await AppProcess.StartAsync(published, cluster.ConnectionString("ours")))
                {
                    ours.Add(await ImportAsync(app, file, import => import.GetProperty("created").GetInt32() == rows));
                    again.Add(await ImportAsync(app, file, import => import.GetProperty("unchanged").GetInt32() == rows));
                    memory = Math.Max(memory, app.PeakMemory);
                }
                await cluster.DropAsync("ours");
            }
        }
        finally
        {
            File.Delete(file);
        }
        var floor = floors.Min();
        return
        [
            new Ratio(string.Create(CultureInfo.InvariantCulture, $"import of {rows:N0} new rows"), ours.Min(), floor, "s", 2, memory),
            new Ratio(
                string.Create(CultureInfo.InvariantCulture, $"import of the same {rows:N0} rows again"),
                again.Min(),
                floor,
                "s",
                2,
                memory
            ),
        ];
    }

    private static async Task<double> ImportAsync(AppProcess app, string file, Func<JsonElement, bool> asExpected)
    {
        var watch = Stopwatch.StartNew();
        await using var stream = File.OpenRead(file);
        using var content = new StreamContent(stream);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        var answer = await app.Client.PostAsync("/api/v1/accounts/import?baseline=true", content);
        answer.EnsureSuccessStatusCode();
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetRawText().Trim('"');
        while (true)
        {
            var import = await app.Client.GetFromJsonAsync<JsonElement>($"/api/v1/imports/{id}");
            var state = import.GetProperty("state").GetString();
            if (state is "completed" && asExpected(import))
                return watch.Elapsed.TotalSeconds;
            if (state is "completed" or "failed")
                throw new InvalidOperationException($"The import ended otherwise than expected: {import}");
            await Task.Delay(50);
        }
    }

    private static async Task<double> FloorAsync(string connectionString, string file)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        var watch = Stopwatch.StartNew();
        await ExecuteAsync(
            connection,
            """
            create temp table rows (external_id text, name text, domain text, plan text, program text, forecast_amount numeric(18,4), forecast_currency text,
                next_renewal_on date, stripe_customer_id text)
            """
        );
        await using (var copy = await connection.BeginTextImportAsync("copy rows from stdin (format csv, header)"))
        {
            using var reader = new StreamReader(file, Encoding.UTF8, false, 1 << 16);
            var buffer = new char[1 << 16];
            int read;
            while ((read = await reader.ReadAsync(buffer)) > 0)
                await copy.WriteAsync(buffer.AsMemory(0, read));
        }
        await ExecuteAsync(
            connection,
            """
            insert into accounts (external_id, name, domain, plan, program, forecast_amount, forecast_currency, forecast_in_team_currency, next_renewal_on,
                stripe_customer_id, in_legacy_segment, payment_risk, created_at, changed_at, in_work, passage)
            select external_id, name, domain, plan, program, forecast_amount, forecast_currency, forecast_amount, next_renewal_on,
                stripe_customer_id, false, 'notAssessed', now(), now(), false, 0 from rows
            on conflict (external_id) do update set name = excluded.name, domain = excluded.domain, plan = excluded.plan, program = excluded.program,
                forecast_amount = excluded.forecast_amount, forecast_currency = excluded.forecast_currency,
                forecast_in_team_currency = excluded.forecast_in_team_currency, next_renewal_on = excluded.next_renewal_on,
                stripe_customer_id = excluded.stripe_customer_id, changed_at = excluded.changed_at
            """
        );
        return watch.Elapsed.TotalSeconds;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    private static async Task WriteFileAsync(string path, int rows, DateOnly today)
    {
        string[] first = ["Amber", "Birch", "Cobalt", "Delta", "Ember", "Fjord", "Granite", "Harbor", "Indigo", "Juniper"];
        string[] last = ["Labs", "Works", "Systems", "Cloud", "Data", "Foods", "Energy", "Games", "Health", "Robotics"];
        string[] plans = ["payAsYouGo", "payAsYouGo", "payAsYouGo", "startup", "annual", "free"];
        await using var writer = new StreamWriter(path, false, new UTF8Encoding(false), 1 << 16);
        await writer.WriteLineAsync("externalId,name,domain,plan,program,forecastAmount,forecastCurrency,nextRenewalOn,stripeCustomerId");
        for (var i = 0; i < rows; i++)
        {
            var (a, b) = (first[i % 10], last[i / 10 % 10]);
            await writer.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"org-{i:x8},\"{a} {b}, {i}\",{a.ToLowerInvariant()}-{i}.example,{plans[i % 6]},{(i % 6 == 3 ? "yc" : "")},{i * 7919L % 900000 / 100m:0.00},USD,{today.AddDays(i % 60):yyyy-MM-dd},cus_{i * 2654435761L % 4294967296:x10}"
                )
            );
        }
    }
}
