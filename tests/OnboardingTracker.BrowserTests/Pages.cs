using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.HandOffs;
using OnboardingTracker.Data.Notes;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Data.SignIn;
using OnboardingTracker.Data.Surveys;
using OnboardingTracker.Data.Tasks;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Domain.Surveys;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Signals;

namespace OnboardingTracker.BrowserTests;

/// <summary>Every page of the product with an address that shows it; the list is held against the route table, so that none is forgotten.</summary>
internal static class Pages
{
    /// <summary>Route to addresses. {account}, {import}, … are filled in from the world.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Shown = new Dictionary<string, string[]>
    {
        ["/"] = ["/?owner=any", "/?owner=any&q=no+such+account+anywhere"],
        ["/board"] = ["/board?owner=any"],
        ["/payment-risk"] = ["/payment-risk", "/payment-risk?q=no+such+account"],
        ["/payment-risk/changes"] = ["/payment-risk/changes"],
        ["/dashboard"] = ["/dashboard", "/dashboard?asOf=2026-02-31"],
        ["/dashboard/retention"] = ["/dashboard/retention"],
        ["/dashboard/planned"] = ["/dashboard/planned", "/dashboard/planned?show=held", "/dashboard/planned?day=2000-01-01"],
        ["/dashboard/load"] = ["/dashboard/load"],
        ["/dashboard/playbooks"] = ["/dashboard/playbooks"],
        ["/dashboard/accounts"] = ["/dashboard/accounts?figure=stages&stage=2"],
        ["/dashboard/flow"] = ["/dashboard/flow"],
        ["/dashboard/time"] = ["/dashboard/time"],
        ["/accounts/{id}"] = ["/accounts/{account}"],
        ["/accounts/new"] = ["/accounts/new"],
        ["/accounts/{id:long}/contacts/{contact}"] = ["/accounts/{account}/contacts/new"],
        ["/accounts/{id:long}/contacts/{contact:long}/erase"] = ["/accounts/{account}/contacts/{contact}/erase"],
        ["/accounts/{id:long}/history/{detail}"] = ["/accounts/{account}/history/forecast", "/accounts/{account}/history/paymentRisk"],
        ["/accounts/{id:long}/hold"] = ["/accounts/{account}/hold"],
        ["/accounts/{id:long}/keep"] = ["/accounts/{account}/keep"],
        ["/views/{id}"] = ["/views/new?query=owner%3Dany"],
        ["/playbooks"] = ["/playbooks"],
        ["/playbooks/{name}"] = ["/playbooks/final-outreach-due"],
        ["/playbooks/{name}/run"] = ["/playbooks/new-lead/run", "/playbooks/final-outreach-due/run?basedOn={dry}"],
        ["/playbooks/{name}/runs/{id:long}/{handler?}"] =
        [
            "/playbooks/final-outreach-due/runs/{dry}",
            "/playbooks/final-outreach-due/runs/{run}",
        ],
        ["/playbooks/{name}/runs/{id:long}/undo"] = ["/playbooks/final-outreach-due/runs/{run}/undo"],
        ["/api-keys"] = ["/api-keys"],
        ["/api-keys/new"] = ["/api-keys/new"],
        ["/api-keys/{id:int}/revoke"] = ["/api-keys/{key}/revoke"],
        ["/accounts/{id:long}/log"] = ["/accounts/{account}/log?what=call", "/accounts/{account}/log?what=outreach"],
        ["/accounts/{id:long}/mail"] = ["/accounts/{account}/mail"],
        ["/templates"] = ["/templates"],
        ["/accounts/{id:long}/merge"] = ["/accounts/{account}/merge"],
        ["/accounts/{id:long}/tasks/new"] = ["/accounts/{account}/tasks/new"],
        ["/accounts/{id:long}/notes/new"] = ["/accounts/{account}/notes/new"],
        ["/accounts/{id:long}/checklist/{item}"] = ["/accounts/{account}/checklist/bill"],
        ["/notes/{id:long}"] = ["/notes/{note}"],
        ["/notes/{id:long}/history"] = ["/notes/{note}/history"],
        ["/tasks"] = ["/tasks", "/tasks?who=any", "/tasks?who=any&text=no+such+task"],
        ["/tasks/snooze"] = ["/tasks/snooze?tasks={task}"],
        ["/tasks/assign"] = ["/tasks/assign?tasks={task}"],
        ["/tasks/{id:long}"] = ["/tasks/{task}"],
        ["/signals/{id:long}"] = ["/signals/{signal}"],
        ["/signals/{id:long}/correct"] = ["/signals/{signal}/correct"],
        ["/signals/{id:long}/assign"] = ["/signals/{unmatched}/assign"],
        ["/misfits"] = ["/misfits", "/misfits?kind=noOwner", "/misfits?kind=noRenewal"],
        ["/segments/legacy"] = ["/segments/legacy"],
        ["/signals/unmatched"] = ["/signals/unmatched"],
        ["/integrations"] = ["/integrations"],
        ["/integrations/{source}"] = ["/integrations/axe", "/integrations/axe?state=failed"],
        ["/integrations/{source}/replay"] = ["/integrations/axe/replay"],
        ["/accounts/{id:long}/hand-off"] = ["/accounts/{account}/hand-off"],
        ["/hand-offs"] = ["/hand-offs", "/hand-offs?state=withdrawn"],
        ["/hand-offs/{id:long}"] = ["/hand-offs/{handOff}"],
        ["/accounts/{id:long}/move"] = ["/accounts/{account}/move"],
        ["/accounts/{id:long}/risk"] = ["/accounts/{account}/risk"],
        ["/accounts/{id:long}/edit/{detail}"] = ["/accounts/{account}/edit/nextRenewalOn", "/accounts/{account}/edit/owner"],
        ["/accounts/move"] = ["/accounts/move?accounts={account}"],
        ["/accounts/assign"] = ["/accounts/assign?accounts={account}"],
        ["/accounts/hold"] = ["/accounts/hold?accounts={account}"],
        ["/accounts/risk"] = ["/accounts/risk?accounts={account}"],
        ["/import"] = ["/import"],
        ["/import/{id:long}"] = ["/import/{import}"],
        ["/policy"] = ["/policy"],
        ["/policy/history"] = ["/policy/history"],
        ["/team"] = ["/team"],
        ["/team/new"] = ["/team/new"],
        ["/team/{id:int}"] = ["/team/{member}"],
        ["/team/{id:int}/deactivate"] = ["/team/{member}/deactivate"],
        ["/team/{id:int}/link"] = ["/team/{member}/link"],
        ["/audit"] = ["/audit"],
        ["/profile"] = ["/profile"],
        ["/notices"] = ["/notices", "/notices?show=unread"],
        ["/profile/notices"] = ["/profile/notices"],
        ["/sign-out"] = ["/sign-out"],
        ["/errors/{code:int}"] = ["/errors/404", "/errors/500"],
        ["/dev/gallery/{part=components}"] = ["/dev/gallery/components"],
    };

    /// <summary>Those that the signed-in admin of the list above does not see, and where they are seen instead.</summary>
    public static readonly IReadOnlyDictionary<string, string> Elsewhere = new Dictionary<string, string>
    {
        ["/sign-in"] = "AccessibilityTests, nobody signed in",
        ["/invite"] = "AccessibilityTests, nobody signed in",
        ["/survey/{token}"] = "AccessibilityTests, nobody signed in",
        ["/survey/{token}/stop"] = "AccessibilityTests, nobody signed in",
        ["/set-up"] = "there only until the first admin is",
        ["/palette"] = "a part of other pages: StoryTests open it",
        ["/accounts/pick"] = "a part of the forms that name an account",
        ["/theme"] = "answers with a redirect",
        ["/notices/{id:long}"] = "answers with a redirect",
        ["/accounts/{id:long}/enter"] = "answers with a redirect",
        ["/accounts/{id:long}/lift"] = "answers with a redirect",
        ["/playbooks/{name}/switch"] = "answers with a redirect",
        ["/payment-risk/undo"] = "answers with a redirect",
        ["/tasks/change"] = "answers with a redirect",
        ["/accounts/undo"] = "answers with a redirect",
        ["/accounts/{id:long}/undo"] = "answers with a redirect",
    };

    public static IReadOnlyList<string> Routes(World world) =>
        [
            .. world
                .App.Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null)
                .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/'))
                .Distinct()
                .Order(),
        ];

    /// <summary>The ids that the addresses need; an import with a rejected row is made.</summary>
    public static async Task<Func<string, string>> FillAsync(World world)
    {
        var account = await world.App.DbAsync(db =>
            db.Accounts.Where(a => a.Stage == "3a").OrderBy(a => a.Id).Select(a => a.Id).FirstAsync()
        );
        var contact = await ContactOfAsync(world, account);
        var member = await world.App.DbAsync(db => db.Members.Where(m => m.Email == "tomasz@demo.example").Select(m => m.Id).FirstAsync());
        await StoryAccount.AddDueAsync(world);
        var dry = await world.App.WithAsync(services =>
            services
                .GetRequiredService<PlaybookRunner>()
                .RunAsync(new RunRequest(PlaybookNames.FinalOutreachDue, true, null, RunTriggers.AskedFor, Actor.User("dana@demo.example")))
        );
        var run = await world.App.DbAsync(db =>
            db.PlaybookRuns.Where(r => r.Playbook == PlaybookNames.FinalOutreachDue && !r.DryRun && r.Touched > 0)
                .OrderByDescending(r => r.Id)
                .Select(r => r.Id)
                .FirstAsync()
        );
        var (signal, unmatched, task) = await FillSignalsAsync(world, account);
        var note = await world.App.WithAsync(async services =>
        {
            var written = await services
                .GetRequiredService<NoteWrites>()
                .AddAsync(new NewNote(account, "They pay **late**.\n\n- ask @dana"), Actor.User("ines@demo.example"));
            return ((NoteResult.Saved)written).Note.Id;
        });
        var other = await world.App.DbAsync(db =>
            db.Accounts.Where(a => a.Stage == "4a").OrderBy(a => a.Id).Select(a => a.Id).FirstAsync()
        );
        var handOff = await world.App.WithAsync(services =>
            services
                .GetRequiredService<HandOffWrites>()
                .MakeAsync(
                    new HandOffWish
                    {
                        AccountId = other,
                        FormKey = "axe",
                        Reason = "Wants a contract",
                        AllTheSame = true,
                        Actor = Actor.User("dana@demo.example"),
                    }
                )
        );
        var handOffId = ((HandOffResult.Made)handOff).HandOff.Id;
        var key = await world.App.DbAsync(async db =>
        {
            var added = new ApiKey
            {
                Name = $"axe {Guid.NewGuid():n}",
                Role = Role.Admin,
                Prefix = "ot_axe",
                Hash = Guid.NewGuid().ToByteArray(),
                CreatedBy = Actor.User("dana@demo.example"),
                CreatedAt = TimeProvider.System.GetUtcNow(),
            };
            db.ApiKeys.Add(added);
            await db.SaveChangesAsync();
            return added.Id;
        });
        using var client = world.App.ApiClient();
        using var file = new StringContent("externalId,name,forecastAmount\naxe-1,Axe one,12\naxe-2,Axe two,\"1.234,56\"\n", Encoding.UTF8);
        file.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var answer = await client.PostAsync("/api/v1/accounts/import", file);
        using var import = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var id = import.RootElement.GetProperty("id").ToString();
        return address =>
            address
                .Replace("{account}", account.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("{contact}", contact.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("{member}", member.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("{dry}", dry.Id.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("{run}", run.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("{key}", key.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("{signal}", signal.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("{unmatched}", unmatched.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("{handOff}", handOffId.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("{task}", task.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("{note}", note.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("{import}", id, StringComparison.Ordinal);
    }

    /// <summary>The path of a survey's personal link.</summary>
    public static async Task<string> SurveyAsync(World world)
    {
        var token = SurveyTokens.Create();
        await world.App.DbAsync(async db =>
        {
            var now = TimeProvider.System.GetUtcNow();
            var asked = db.Surveys.Select(s => s.AccountId);
            var account = await db.Accounts.Where(a => a.Stage == "6b" && !asked.Contains(a.Id)).Select(a => a.Id).FirstAsync();
            db.Surveys.Add(
                new Survey
                {
                    AccountId = account,
                    Email = "bea@axe.example",
                    TokenHash = SurveyTokens.HashOf(token),
                    AskedAt = now,
                    ExpiresAt = now + Survey.LinkLasts,
                }
            );
            return await db.SaveChangesAsync();
        });
        return SurveyTokens.PathOf(token);
    }

    private static Task<long> ContactOfAsync(World world, long account) =>
        world.App.DbAsync(async db =>
        {
            var contact = await db.Contacts.FirstOrDefaultAsync(c => c.AccountId == account);
            if (contact is null)
            {
                contact = new Contact { AccountId = account, Email = "bea@axe.example" };
                db.Contacts.Add(contact);
                await db.SaveChangesAsync();
            }
            return contact.Id;
        });

    /// <summary>A mail and a call of the account, a mail of a stranger, and a task.</summary>
    private static async Task<(long Signal, long Unmatched, long Task)> FillSignalsAsync(World world, long account)
    {
        var externalId = await world.App.DbAsync(db => db.Accounts.Where(a => a.Id == account).Select(a => a.ExternalId).FirstAsync());
        var now = TimeProvider.System.GetUtcNow();
        var mail = await SayAsync(
            new SignalAbout { ExternalId = externalId },
            new MailFact
            {
                From = "bea@axe.example",
                Subject = "Re: hello",
                Text = "Thursday is fine.",
            },
            null
        );
        await SayAsync(
            new SignalAbout { ExternalId = externalId },
            null,
            new CallFact
            {
                Call = $"axe {Guid.NewGuid():n}",
                StartsAt = now.AddDays(2),
                Link = "https://meet.example/axe",
            }
        );
        var stranger = await SayAsync(
            new SignalAbout { Emails = ["cid@stranger.example"] },
            new MailFact { From = "cid@stranger.example", Subject = "A question" },
            null
        );
        var task = await world.App.WithAsync(services =>
            services
                .GetRequiredService<TaskChanges>()
                .AddAsync(account, "Ask who signs", TaskKinds.FailedPayment, null, null, Actor.User("dana@demo.example"))
        );
        return (mail, stranger, task.Id);

        Task<long> SayAsync(SignalAbout about, MailFact? written, CallFact? call) =>
            world.App.WithAsync(async services =>
            {
                var fact = new SignalFact
                {
                    Kind = call is null ? SignalKinds.EmailReceived : SignalKinds.CallBooked,
                    OccurredAt = now,
                    About = about,
                    Mail = written,
                    Call = call,
                };
                var stored = await services
                    .GetRequiredService<SignalInbox>()
                    .StoreAsync(IncomingSignal.Of("axe", $"{Guid.NewGuid():n}", fact));
                await services.GetRequiredService<SignalWorker>().WorkAsync(stored.SignalId);
                return stored.SignalId;
            });
    }
}
