using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.HandOffs;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.HandOffs;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Signals.Email.Outbox;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Signals;
using OnboardingTracker.Tests.Features.Signals.Email;

namespace OnboardingTracker.Tests.Features.HandOffs;

/// <summary>Acme, owned by Ann, with its contact Kim, and a Sales address behind a mail server.</summary>
internal sealed partial class HandOffWorld(MailWorld mail, SmtpServer smtp) : IAsyncDisposable
{
    public const string Sales = "sales@firm.example";
    public const string Lead = "lee@team.example";

    public static readonly Actor Ann = Actor.User(MailWorld.Ann);
    public static readonly Actor Lee = Actor.User(Lead);

    public TrackerApp App => mail.App;

    public MailWorld Mail => mail;

    public SmtpServer Smtp => smtp;

    public long Acme { get; private set; }

    /// <param name="stage">Null: Acme is not in the pipeline.</param>
    public static async Task<HandOffWorld> StartAsync(TestPostgres postgres, string? stage = "3a", string? sales = Sales)
    {
        var smtp = SmtpServer.Start();
        var settings = smtp.Settings.ToDictionary();
        if (sales is not null)
            settings["HandOff:SalesAddress"] = sales;
        settings["OnboardingTracker:PublicAddress"] = "https://tracker.firm.example";
        var world = new HandOffWorld(await MailWorld.StartAsync(postgres, settings), smtp);
        await world.App.AddMemberAsync(Role.Lead, Lead, "Lee");
        world.Acme = await world.Mail.AccountAsync(stage);
        await world.OwnAsync(MailWorld.Ann);
        return world;
    }

    public Task<int> OwnAsync(string email) =>
        App.DbAsync(async db =>
        {
            var owner = await db.Members.Where(m => m.Email == email).Select(m => m.Id).SingleAsync();
            return await db.Accounts.Where(a => a.Id == Acme).ExecuteUpdateAsync(set => set.SetProperty(a => a.OwnerId, owner));
        });

    public Task<HandOffResult> HandOffAsync(Func<HandOffWish, HandOffWish>? with = null) =>
        App.WithAsync(services =>
        {
            var wish = new HandOffWish
            {
                AccountId = Acme,
                FormKey = Guid.NewGuid().ToString("N"),
                Reason = "Wants a contract",
                Actor = Ann,
            };
            return services.GetRequiredService<HandOffWrites>().MakeAsync(with is null ? wish : with(wish));
        });

    public async Task<HandOff> HandedOffAsync(Func<HandOffWish, HandOffWish>? with = null) =>
        (await HandOffAsync(with)).Should().BeOfType<HandOffResult.Made>().Which.HandOff;

    public Task<DecisionResult> DecideAsync(HandOff handOff, HandOffState decision, string? note = null, Actor? actor = null) =>
        App.WithAsync(services => services.GetRequiredService<HandOffDecisions>().DecideAsync(handOff.Id, decision, note, actor ?? Lee));

    public Task<HandOff> FindAsync(long id) => App.DbAsync(db => db.HandOffs.AsNoTracking().SingleAsync(h => h.Id == id));

    public Task<int> SendAsync() =>
        App.WithAsync(async services =>
        {
            await services.GetRequiredService<OutboxSweep>().SendOwnAsync(CancellationToken.None);
            return 0;
        });

    /// <summary>An open invoice whose payment failed, Acme with an account executive, a mail of Kim's without an answer, a call tomorrow.</summary>
    public async Task EverythingAgainstAsync()
    {
        var now = App.Clock.GetUtcNow();
        await SayAsync(
            SignalKinds.PaymentFailed,
            invoice: new InvoiceFact
            {
                Invoice = "in_7",
                Status = "open",
                AmountDue = 1240.5m,
                Currency = "USD",
                Attempt = 2,
                DueAt = now,
            }
        );
        await SayAsync(
            SignalKinds.EmailReceived,
            mail: new MailFact
            {
                From = MailWorld.Kim,
                Subject = "A question <b>of</b> price",
                MessageId = "q1@acme.example",
                Text = "What would ten million cost?",
                Proof = SenderProof.Vouched,
            }
        );
        await SayAsync(
            SignalKinds.CallBooked,
            call: new CallFact
            {
                Call = "c1",
                StartsAt = now.AddDays(1),
                With = "Kim",
            }
        );
        await App.DbAsync(db =>
            db.Accounts.Where(a => a.Id == Acme).ExecuteUpdateAsync(s => s.SetProperty(a => a.SalesOwner, "ae@firm.example"))
        );
    }

    public Task SayAsync(string kind, MailFact? mail = null, InvoiceFact? invoice = null, CallFact? call = null) =>
        App.TellAsync(
            new SignalFact
            {
                Kind = kind,
                OccurredAt = App.Clock.GetUtcNow(),
                About = new SignalAbout { ExternalId = "acme" },
                Mail = mail,
                Invoice = invoice,
                Call = call,
            }
        );

    public async Task<PageClient> SignedInAsync(string email)
    {
        var client = PageClient.Open(App);
        await client.SignInAsync(email);
        return client;
    }

    /// <summary>Opens the form, fills it in and sends it.</summary>
    public async Task<HttpResponseMessage> SendFormAsync(PageClient client, Dictionary<string, string>? more = null, bool decide = true)
    {
        var url = $"/accounts/{Acme}/hand-off";
        var fields = Hidden(await client.HtmlAsync(url));
        if (!decide)
            fields.Remove("Decided");
        fields["Reason"] = "Wants a contract";
        foreach (var (name, value) in more ?? [])
            fields[name] = value;
        return await client.PostAsync(url, fields);
    }

    /// <summary>What the form carries along, and the decision that it asks for.</summary>
    public static Dictionary<string, string> Hidden(string html) =>
        FieldOnPage()
            .Matches(html)
            .Select(field => (Name: field.Groups["name"].Value, Value: WebUtility.HtmlDecode(field.Groups["value"].Value)))
            .Where(field => field.Name is "Key" or "Expected" or "Decided")
            .DistinctBy(field => field.Name)
            .ToDictionary(field => field.Name, field => field.Value);

    public async ValueTask DisposeAsync()
    {
        await mail.DisposeAsync();
        await smtp.DisposeAsync();
    }

    [GeneratedRegex("""<input type="(hidden|checkbox)" name="(?<name>[A-Za-z]+)" value="(?<value>[^"]*)""")]
    private static partial Regex FieldOnPage();
}
