using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Signals;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Signals.Desk;

/// <summary>Signals as the tests of their pages need them.</summary>
internal static class DeskWorld
{
    private static int s_number;

    /// <summary>Stores a fact as a caller of the API tells it, and works it.</summary>
    public static async Task<long> HearAsync(this TrackerApp app, SignalFact fact, string source = "crm", bool work = true)
    {
        var id = $"fact {Interlocked.Increment(ref s_number)}";
        var stored = await app.WithAsync(services =>
            services.GetRequiredService<SignalInbox>().StoreAsync(IncomingSignal.Of(source, id, fact))
        );
        if (work)
            await app.WorkAsync(stored.SignalId);
        return stored.SignalId;
    }

    public static Task WorkAsync(this TrackerApp app, long signalId) =>
        app.WithAsync(async services =>
        {
            await services.GetRequiredService<SignalWorker>().WorkAsync(signalId);
            return 0;
        });

    public static Task<bool> ReplayAsync(this TrackerApp app, long signalId) =>
        app.WithAsync(services => services.GetRequiredService<SignalWorker>().ReplayAsync(signalId));

    public static Task SweepAsync(this TrackerApp app) =>
        app.WithAsync(async services =>
        {
            await services.GetRequiredService<SignalSweep>().RunAsync(CancellationToken.None);
            return 0;
        });

    public static Task<Signal> SignalAsync(this TrackerApp app, long id) =>
        app.DbAsync(db => db.Signals.AsNoTracking().FirstAsync(s => s.Id == id));

    public static SignalAbout About(string? account = null, params string[] emails) => new() { ExternalId = account, Emails = emails };

    public static SignalFact Reply(this TrackerApp app, SignalAbout about, string text = "Yes, let us talk.") =>
        new()
        {
            Kind = SignalKinds.EmailReceived,
            OccurredAt = app.Clock.GetUtcNow(),
            About = about,
            Mail = new MailFact
            {
                From = about.Emails.Count > 0 ? about.Emails[0] : "bea@acme.com",
                Subject = "Re: Your onboarding",
                Text = text,
                Proof = SenderProof.Vouched,
            },
        };

    public static SignalFact Outreach(this TrackerApp app, SignalAbout about) =>
        new()
        {
            Kind = SignalKinds.EmailSent,
            OccurredAt = app.Clock.GetUtcNow(),
            About = about,
            Mail = new MailFact
            {
                From = "ann@example.com",
                To = ["bea@acme.com"],
                Subject = "Your onboarding",
                StartsConversation = true,
            },
        };

    public static SignalFact Invoice(this TrackerApp app, SignalAbout about, string invoice, decimal amount) =>
        new()
        {
            Kind = SignalKinds.PaymentFailed,
            OccurredAt = app.Clock.GetUtcNow(),
            About = about,
            Invoice = new InvoiceFact
            {
                Invoice = invoice,
                AmountDue = amount,
                Currency = "USD",
                Attempt = 1,
            },
        };
}
