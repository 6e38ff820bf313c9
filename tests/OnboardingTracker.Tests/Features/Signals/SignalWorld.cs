using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Signals;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Api;

namespace OnboardingTracker.Tests.Features.Signals;

/// <summary>Signals told in our own words arrive at the running app and are worked, as a job would.</summary>
internal static class SignalWorld
{
    /// <summary>A lead in stage 1, with a contact, a domain and a billing id of its own.</summary>
    public static async Task<long> LeadAsync(this TrackerApp app, string name = "acme")
    {
        using var api = app.Api();
        (
            await api.PutAsync(
                $"/accounts/{name}",
                $$"""
                { "name": "{{name}}", "plan": "payAsYouGo", "forecast": { "amount": 500, "currency": "USD" }, "domain": "{{name}}.example",
                  "stripeCustomerId": "cus_{{name}}", "contacts": [{ "email": "kim@{{name}}.example", "name": "Kim" }] }
                """
            )
        ).ShouldBe(201);
        return await app.DbAsync(db => db.Accounts.Where(a => a.ExternalId == name).Select(a => a.Id).SingleAsync());
    }

    /// <summary>Stores a signal; the same id again is the same signal.</summary>
    public static Task<StoredSignal> StoreAsync(this TrackerApp app, SignalFact fact, string? id = null, string source = "test") =>
        app.WithAsync(services =>
            services.GetRequiredService<SignalInbox>().StoreAsync(IncomingSignal.Of(source, id ?? Guid.NewGuid().ToString(), fact))
        );

    public static async Task<Signal> WorkAsync(this TrackerApp app, long signalId)
    {
        await app.WithAsync(async services =>
        {
            await services.GetRequiredService<SignalJob>().WorkAsync(signalId, TestContext.Current.CancellationToken);
            return true;
        });
        return await app.DbAsync(db => db.Signals.AsNoTracking().SingleAsync(s => s.Id == signalId));
    }

    /// <summary>Stores it and works it, at the time at which it happened or now where that is later.</summary>
    public static async Task<Signal> TellAsync(this TrackerApp app, SignalFact fact, string? id = null)
    {
        if (app.Clock.GetUtcNow() < fact.OccurredAt)
            app.Clock.SetUtcNow(fact.OccurredAt);
        return await app.WorkAsync((await app.StoreAsync(fact, id)).SignalId);
    }

    public static Task SweepAsync(this TrackerApp app) =>
        app.WithAsync(async services =>
        {
            await services.GetRequiredService<SignalSweep>().RunAsync(TestContext.Current.CancellationToken);
            return true;
        });

    public static Task<Account> AccountAsync(this TrackerApp app, long accountId) =>
        app.DbAsync(db => db.Accounts.AsNoTracking().SingleAsync(a => a.Id == accountId));

    public static Task<List<Transition>> MovesAsync(this TrackerApp app, long accountId) =>
        app.DbAsync(db => db.Transitions.AsNoTracking().Where(t => t.AccountId == accountId).OrderBy(t => t.Id).ToListAsync());

    /// <summary>The stages that it was in, undone moves left out.</summary>
    public static async Task<string> PathAsync(this TrackerApp app, long accountId) =>
        string.Join(" ", PipelineHistory.Effective(await app.MovesAsync(accountId)).Select(move => move.To));

    public static SignalFact About(this SignalFact fact, string externalId) => fact with { About = new() { ExternalId = externalId } };
}
