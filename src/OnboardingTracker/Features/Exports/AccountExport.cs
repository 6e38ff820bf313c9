using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Platform.Auth;
using OnboardingTracker.Platform.Csv;

namespace OnboardingTracker.Features.Exports;

/// <summary>
/// A list of accounts as a file: the columns of the import first, so that the file can be imported again, then what only we know. It
/// is written while it is read, as of one moment, so that its size does not matter.
/// </summary>
public sealed class AccountExport(TrackerDb db, NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Accounts whose transitions are read together.</summary>
    private const int BatchSize = 1_000;

    private static readonly Expression<Func<Account, ExportedAccount>> s_row = a => new ExportedAccount
    {
        Id = a.Id,
        ExternalId = a.ExternalId,
        Name = a.Name,
        Domain = a.Domain,
        Plan = a.Plan,
        Program = a.Program,
        ForecastAmount = a.ForecastAmount,
        ForecastCurrency = a.ForecastCurrency,
        NextRenewalOn = a.NextRenewalOn,
        StripeCustomerId = a.StripeCustomerId,
        ContactEmail = a.Contacts.OrderBy(c => c.Id).Select(c => c.Email).FirstOrDefault(),
        ContactName = a.Contacts.OrderBy(c => c.Id).Select(c => c.Name).FirstOrDefault(),
        SalesOwner = a.SalesOwner,
        Owner = a.Owner == null ? null : a.Owner.Email,
        IsLead = a.LeadSince != null,
        InLegacySegment = a.InLegacySegment,
        Stage = a.Stage,
        StageEnteredAt = a.StageEnteredAt,
        Passage = a.Passage,
        EngagedAt = a.EngagedAt,
        PaymentRisk = a.PaymentRisk,
        PaymentRiskNote = a.PaymentRiskNote,
        ChurnedOn = a.ChurnedOn,
        CreatedAt = a.CreatedAt,
    };

    /// <summary>Answers with the list that the request's address describes, as a page would show it.</summary>
    public async Task WriteAsync(HttpContext http)
    {
        var cancellation = http.RequestAborted;
        var query = ListQuery.Parse(http.Request.Query);
        var run = await db.RunContextAsync(time.GetUtcNow(), cancellation);
        var stages = await db.StagesAsync(cancellation);
        var filter = await FilterAsync(query, http, run, cancellation);
        await CsvExport.WriteAsync(
            http.Response,
            $"accounts-{run.Today:yyyy-MM-dd}.csv",
            ExportColumns.Of(stages, run),
            ReadAsync(filter, query.Sort, stages, run, cancellation),
            cancellation
        );
    }

    private async Task<AccountFilter> FilterAsync(ListQuery query, HttpContext http, RunContext run, CancellationToken cancellation)
    {
        var members = await db.Members.AsNoTracking().ToDictionaryAsync(m => m.Email, m => m.Id, cancellation);
        var memberId = http.User.MemberId();
        var newSince = memberId is { } id ? await db.NewSinceAsync(id, run.Now, looking: false, cancellation) : null;
        var viewer = new ListViewer(memberId, OwnFirst: http.User.Role() == Role.Specialist, newSince);
        return query.ToFilter(viewer, email => members.TryGetValue(email, out var owner) ? owner : null, run.Today);
    }

    private async IAsyncEnumerable<ExportedAccount> ReadAsync(
        AccountFilter filter,
        AccountSort sort,
        StageCatalogue stages,
        RunContext run,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        // The list comes over a connection of its own, row by row as the file goes out, while the transitions are asked for on another.
        await using var reading = new TrackerDb(new DbContextOptionsBuilder<TrackerDb>().UseTracker(database).Options);
        var rows = new AccountList(reading, filter, sort).InOrder().Select(s_row).AsAsyncEnumerable();
        await foreach (var batch in rows.Chunked(BatchSize, cancellation))
        {
            await AddTimesAsync(batch, stages, run, cancellation);
            foreach (var row in batch)
                yield return row;
        }
    }

    private async Task AddTimesAsync(List<ExportedAccount> rows, StageCatalogue stages, RunContext run, CancellationToken cancellation)
    {
        var ids = rows.Where(row => row.Passage > 0).Select(row => row.Id).ToList();
        if (ids.Count == 0)
            return;
        var transitions = (await db.Transitions.AsNoTracking().Where(t => ids.Contains(t.AccountId)).ToListAsync(cancellation)).ToLookup(
            t => t.AccountId
        );
        foreach (var row in rows)
            if (PipelineHistory.Times(transitions[row.Id], stages, run.Now) is [.., var passage] && passage.Number == row.Passage)
                row.Times = passage;
    }
}
