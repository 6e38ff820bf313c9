using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Imports;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Import;
using OnboardingTracker.Testing;
using ImportRecord = OnboardingTracker.Data.Imports.Import;

namespace OnboardingTracker.Tests.Features.Import;

/// <summary>The app with a team, and files imported into it as the job does it.</summary>
internal sealed class ImportWorld(TrackerApp app) : IAsyncDisposable
{
    public static readonly Actor Admin = Actor.User("root@team.example");

    public TrackerApp App { get; } = app;

    public static async Task<ImportWorld> StartAsync(TestPostgres postgres, BatchSizes? sizes = null)
    {
        var world = new ImportWorld(
            await TrackerApp.StartAsync(postgres, services: services => services.AddSingleton(sizes ?? new BatchSizes()))
        );
        await world.App.DbAsync(async db =>
        {
            foreach (var (name, role) in new[] { ("ann", Role.Specialist), ("ben", Role.Specialist), ("root", Role.Admin) })
                db.Members.Add(
                    new Member
                    {
                        Email = $"{name}@team.example",
                        Name = name,
                        Role = role,
                        CreatedAt = world.App.Clock.GetUtcNow(),
                    }
                );
            return await db.SaveChangesAsync();
        });
        return world;
    }

    public Task<ImportRecord> ImportAsync(
        string file,
        bool baseline = false,
        bool migrate = false,
        ImportFormat format = ImportFormat.Csv
    ) => ImportAsync(Encoding.UTF8.GetBytes(file), baseline, migrate, format);

    public async Task<ImportRecord> ImportAsync(
        byte[] file,
        bool baseline = false,
        bool migrate = false,
        ImportFormat format = ImportFormat.Csv
    )
    {
        var id = await StoreAsync(file, preview: false, baseline, migrate, format);
        await RunAsync(id);
        return await FindAsync(id);
    }

    public async Task<ImportRecord> PreviewAsync(string file, bool baseline = false)
    {
        var id = await StoreAsync(Encoding.UTF8.GetBytes(file), preview: true, baseline);
        await App.WithAsync(async services =>
        {
            await services.GetRequiredService<ImportJob>().PreviewAsync(id, CancellationToken.None);
            return 0;
        });
        return await FindAsync(id);
    }

    public Task<long> StoreAsync(
        byte[] file,
        bool preview = false,
        bool baseline = false,
        bool migrate = false,
        ImportFormat format = ImportFormat.Csv
    ) =>
        App.WithAsync(async services =>
        {
            var wanted = new NewImport("accounts.csv", format, baseline, migrate, preview, Admin);
            var uploads = services.GetRequiredService<ImportUploads>();
            return (await uploads.TakeAsync(wanted, new MemoryStream(file), CancellationToken.None)).Id;
        });

    public Task<ImportDecision> DecideAsync(Func<ImportDecisions, Task<ImportDecision>> decide) =>
        App.WithAsync(services => decide(services.GetRequiredService<ImportDecisions>()));

    public Task RunAsync(long id) =>
        App.WithAsync(async services =>
        {
            await services.GetRequiredService<ImportJob>().RunAsync(id, CancellationToken.None);
            return 0;
        });

    public Task<ImportRecord> FindAsync(long id) => App.DbAsync(db => db.Imports.AsNoTracking().FirstAsync(i => i.Id == id));

    public Task<List<ImportRejection>> RejectionsAsync(long id) =>
        App.DbAsync(db => db.ImportRejections.AsNoTracking().Where(r => r.ImportId == id).OrderBy(r => r.Id).ToListAsync());

    public Task<Account> AccountAsync(string externalId) =>
        App.DbAsync(db =>
            db.Accounts.AsNoTracking().Include(a => a.Contacts).Include(a => a.Owner).FirstAsync(a => a.ExternalId == externalId)
        );

    public Task<List<AccountChange>> HistoryAsync(string externalId) =>
        App.DbAsync(db =>
            db.AccountChanges.AsNoTracking()
                .Where(c => db.Accounts.Any(a => a.Id == c.AccountId && a.ExternalId == externalId))
                .OrderBy(c => c.Id)
                .ToListAsync()
        );

    /// <summary>Every row of the tables that an import can change, with the version that a write would change.</summary>
    public async Task<string> SnapshotAsync()
    {
        var tables = new[] { "accounts", "contacts", "account_changes", "transitions", "holds", "playbook_runs", "playbook_run_items" };
        var all = string.Join(
            " || ",
            tables.Select(t => $"coalesce((select string_agg(t::text || ' ' || t.xmin, E'\n' order by t.ctid) from {t} t), '-')")
        );
        await using var database = NpgsqlDataSource.Create(App.ConnectionString);
        await using var command = database.CreateCommand($"select {all}");
        return (string)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>What the file means to a reader of the database, without ids and times.</summary>
    public async Task<string> MeaningAsync()
    {
        await using var database = NpgsqlDataSource.Create(App.ConnectionString);
        await using var command = database.CreateCommand(
            """
            select string_agg(concat_ws('|', a.external_id, a.name, a.plan, a.forecast_amount, a.next_renewal_on, a.owner_id, a.stage, a.baseline_on,
                (select string_agg(c.email || coalesce(c.name, ''), ',' order by c.email) from contacts c where c.account_id = a.id),
                (select string_agg(h.source || h."values", ',' order by h.id) from account_changes h where h.account_id = a.id),
                (select count(*) from transitions t where t.account_id = a.id)), E'\n' order by a.external_id)
            from accounts a
            """
        );
        return (string)(await command.ExecuteScalarAsync())!;
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
