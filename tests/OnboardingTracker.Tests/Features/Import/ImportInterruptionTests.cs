using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Imports;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Features.Import;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Import;

public sealed class ImportInterruptionTests(TestPostgres postgres)
{
    private const int Rows = 3_500;

    /// <summary>Seven batches.</summary>
    private static readonly BatchSizes s_sizes = new() { ImportRows = 500 };

    [Fact]
    public async Task An_import_that_is_cut_off_again_and_again_ends_as_one_good_run_would()
    {
        await using var calm = await ImportWorld.StartAsync(postgres, s_sizes);
        await using var stormy = await ImportWorld.StartAsync(postgres, s_sizes);
        var file = Encoding.UTF8.GetBytes(File());
        var expected = await calm.ImportAsync(file);

        var id = await stormy.StoreAsync(file);
        var cuts = 0;
        while ((await LookAsync(stormy, id)).State is not ImportState.Completed)
            if (await CutOffAsync(stormy, id))
                cuts++;

        cuts.Should().BeGreaterThan(1);
        (await stormy.FindAsync(id))
            .Should()
            .BeEquivalentTo(
                new
                {
                    expected.RowsRead,
                    expected.Created,
                    expected.Updated,
                    expected.Unchanged,
                    expected.Rejected,
                }
            );
        expected.RowsRead.Should().Be(expected.Created + expected.Updated + expected.Unchanged + expected.Rejected);
        (await stormy.MeaningAsync()).Should().Be(await calm.MeaningAsync());
        (await stormy.RejectionsAsync(id)).Select(r => r.Line).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Two_workers_on_one_import_do_the_work_of_one()
    {
        await using var world = await ImportWorld.StartAsync(postgres, s_sizes);
        var id = await world.StoreAsync(Encoding.UTF8.GetBytes(File()));

        await Task.WhenAll(world.RunAsync(id), world.RunAsync(id));

        var import = await world.FindAsync(id);
        import.RowsRead.Should().Be(Rows);
        import.State.Should().Be(ImportState.Completed);
    }

    [Fact]
    public async Task Two_imports_of_the_same_accounts_at_once_make_each_account_once()
    {
        await using var world = await ImportWorld.StartAsync(postgres, s_sizes);
        var file = Encoding.UTF8.GetBytes(File());
        var ids = new[] { await world.StoreAsync(file), await world.StoreAsync(file) };

        await Task.WhenAll(ids.Select(world.RunAsync));

        var (one, two) = (await world.FindAsync(ids[0]), await world.FindAsync(ids[1]));
        one.State.Should().Be(ImportState.Completed);
        two.State.Should().Be(ImportState.Completed);
        var accounts = await world.App.DbAsync(db => db.Accounts.CountAsync());
        (one.Created + two.Created).Should().Be(accounts);
        (one.Created + one.Updated + one.Unchanged + two.Created + two.Updated + two.Unchanged + one.Rejected + two.Rejected)
            .Should()
            .Be(2 * Rows);
    }

    [Fact]
    public async Task People_who_edit_while_a_file_comes_in_lose_nothing()
    {
        await using var world = await ImportWorld.StartAsync(postgres, s_sizes);
        await world.ImportAsync(Encoding.UTF8.GetBytes(File()));
        var id = await world.StoreAsync(Encoding.UTF8.GetBytes(File(forecast: 60)));
        var import = world.RunAsync(id);
        var edited = new List<string>();
        for (var i = 0; !import.IsCompleted && i < Rows; i += 17)
        {
            var account = $"acc{i / 2}";
            await world.App.WithAsync(services =>
                services
                    .GetRequiredService<AccountWrites>()
                    .UpsertAsync(account, new AccountUpdate { Name = "by hand" }, [], DetailSources.Person, Actor.User("ann@team.example"))
            );
            edited.Add(account);
        }
        await import;

        (await world.FindAsync(id)).State.Should().Be(ImportState.Completed);
        edited.Count.Should().BeGreaterThan(1);
        var rows = await world.App.DbAsync(db =>
            db.Accounts.Where(a => edited.Contains(a.ExternalId)).Select(a => new { a.Name, a.ForecastAmount }).Distinct().ToListAsync()
        );
        rows.Should().Equal(new { Name = "by hand", ForecastAmount = (decimal?)60m });
    }

    /// <summary>Runs the import until its next batch is committed, then takes its database connections away.</summary>
    private static async Task<bool> CutOffAsync(ImportWorld world, long id)
    {
        var reached = (await LookAsync(world, id)).AppliedThroughLine;
        var run = world.App.WithAsync(async services =>
        {
            await services.GetRequiredService<ImportJob>().RunAsync(id, CancellationToken.None);
            return 0;
        });
        while (!run.IsCompleted && (await LookAsync(world, id)).AppliedThroughLine == reached)
            await Task.Yield();
        if (run.IsCompletedSuccessfully)
            return false;
        await using var killer = NpgsqlDataSource.Create(world.App.ConnectionString);
        await using var command = killer.CreateCommand(
            """
            select count(pg_terminate_backend(pid)) from pg_stat_activity a
            where datname = current_database() and pid <> pg_backend_pid()
              and (state <> 'idle' or exists (select from pg_locks l where l.pid = a.pid and l.locktype = 'advisory'))
            """
        );
        await command.ExecuteScalarAsync();
        try
        {
            await run;
            return false;
        }
        catch (Exception cut) when (IsCut(cut))
        {
            return true;
        }
    }

    /// <summary>How far it is, by a connection that may have been taken away while it lay in the pool.</summary>
    private static async Task<OnboardingTracker.Data.Imports.Import> LookAsync(ImportWorld world, long id)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await world.FindAsync(id);
            }
            catch (Exception cut) when (attempt < 20 && IsCut(cut))
            {
                // The next one is another connection.
            }
        }
    }

    private static bool IsCut(Exception failure) => failure is NpgsqlException or InvalidOperationException or DbUpdateException;

    /// <summary>Two rows an account, each with a contact, and a bad row now and then.</summary>
    private static string File(int forecast = 50)
    {
        var text = new StringBuilder("externalId,name,plan,forecastAmount,contactEmail,nextRenewalOn\n");
        for (var i = 0; i < Rows; i++)
        {
            var amount = i % 500 == 499 ? "\"1,5\"" : $"{forecast}";
            text.Append(CultureInfo.InvariantCulture, $"acc{i / 2},Account {i / 2},payAsYouGo,{amount},p{i}@acc.example,2026-05-01\n");
        }
        return text.ToString();
    }
}
