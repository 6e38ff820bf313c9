using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Erasing;
using OnboardingTracker.Data.HandOffs;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Data.Notes;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.HandOffs;
using OnboardingTracker.Domain.Notes;
using OnboardingTracker.Domain.Notices;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Domain.Surveys;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Signals;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Api;
using OnboardingTracker.Tests.Features.Signals;

namespace OnboardingTracker.Tests.Data.Erasing;

public sealed class ContactErasureTests(TestPostgres postgres)
{
    private const string Kim = "kim@giraffe.example";
    private const string KimsName = "Kim Larkin";
    private const string Phone = "+49 30 7654321";
    private const string Marker = "purple wombat";
    private const string MessageId = "m1.wombatid@mail.giraffe.example";

    private static readonly Actor Ann = Actor.User("ann@example.com");
    private static readonly Actor Dana = Actor.User("dana@example.com");

    [Fact]
    public async Task Nothing_of_them_is_left_anywhere_and_the_account_is_where_it_was()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var account = await SeedAsync(app);
        var (before, moves) = (await app.AccountAsync(account), await app.MovesAsync(account));
        var calls = await CallsAsync(app, account);
        foreach (var word in new[] { Kim, KimsName, Phone, Marker, MessageId })
            (await HoldsAsync(app, word)).Should().NotBeEmpty("{0} is there to be erased", word);

        var erasure = await EraseAsync(app);

        erasure.State.Should().Be(ErasureState.Finished);
        foreach (var word in new[] { Kim, KimsName, Phone, Marker, MessageId, "Kim@Giraffe" })
            (await HoldsAsync(app, word)).Should().BeEmpty("{0} was erased", word);
        var after = await app.AccountAsync(account);
        (
            after.Stage,
            after.StageEnteredAt,
            after.EngagedAt,
            after.EngagedBy,
            after.InitialOutreachAt,
            after.Passage,
            after.LastTransitionId
        )
            .Should()
            .Be(
                (
                    before.Stage,
                    before.StageEnteredAt,
                    before.EngagedAt,
                    before.EngagedBy,
                    before.InitialOutreachAt,
                    before.Passage,
                    before.LastTransitionId
                )
            );
        (await app.MovesAsync(account))
            .Select(m => (m.Id, m.From, m.To, m.At, m.Actor, m.Passage))
            .Should()
            .Equal(moves.Select(m => (m.Id, m.From, m.To, m.At, m.Actor, m.Passage)));
        (await CallsAsync(app, account)).Should().Equal(calls);
        erasure.Counts.Contacts.Should().Be(1);
        erasure.Counts.Mails.Should().BeGreaterThan(1);
        erasure.Counts.Calls.Should().Be(1);
        erasure.Accounts.Should().Equal("giraffe");
        var lee = await app.DbAsync(db => db.Contacts.SingleAsync(c => c.AccountId == account));
        lee.Email.Should().Be("lee@giraffe.example", "who else is there stays");
        var lees = await app.DbAsync(db => db.Signals.AsNoTracking().SingleAsync(s => s.SourceId == "lees"));
        (lees.Raw, lees.Fact!.Mail!.Text).Should().Be((null, "erased told me to ask you."));
        var audit = await app.DbAsync(db => db.AuditEntries.SingleAsync(e => e.Action == "contact erased"));
        (audit.Actor, audit.Subject, audit.Values["contacts"][1]).Should().Be((Dana, "giraffe", "1"));
    }

    [Fact]
    public async Task Replayed_and_delivered_once_more_it_changes_nothing_and_brings_nobody_back()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var account = await SeedAsync(app);
        await EraseAsync(app);
        var (before, moves, tasks) = (await app.AccountAsync(account), (await app.MovesAsync(account)).Count, await TasksAsync(app));
        var signals = await app.DbAsync(db => db.Signals.OrderBy(s => s.Id).Select(s => s.Id).ToListAsync());

        foreach (var id in signals)
            await app.WithAsync(services => services.GetRequiredService<SignalWorker>().ReplayAsync(id));
        var again = await ArriveAsync(app);

        again.IsNew.Should().BeFalse();
        again.SignalId.Should().BeOneOf(signals);
        foreach (var word in new[] { Kim, KimsName, Phone, Marker })
            (await HoldsAsync(app, word)).Should().BeEmpty("{0} was erased", word);
        var after = await app.AccountAsync(account);
        (after.Stage, after.EngagedAt).Should().Be((before.Stage, before.EngagedAt));
        (await app.MovesAsync(account)).Should().HaveCount(moves);
        (await TasksAsync(app)).Should().Equal(tasks);
    }

    [Fact]
    public async Task A_late_word_on_an_erased_call_counts_and_names_nobody()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var account = await SeedAsync(app);
        await EraseAsync(app);

        var canceled = await app.TellAsync(Call(app, SignalKinds.CallCanceled));

        (canceled.State, canceled.AccountId, canceled.Raw).Should().Be((SignalState.Worked, account, null));
        (await HoldsAsync(app, Kim)).Should().BeEmpty();
        (await CallsAsync(app, account)).Should().ContainSingle().Which.Should().StartWith("Canceled");
    }

    [Fact]
    public async Task Twice_is_once_and_what_was_cut_off_is_finished_by_the_sweep()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await SeedAsync(app);
        var other = await app.LeadAsync("other");
        await app.DbAsync(db =>
            db.Database.ExecuteSqlAsync(
                $"insert into contacts (account_id, email, name, created_at) values ({other}, {Kim}, {KimsName}, now())"
            )
        );
        // Cut off after the first account: the wish stands, and half of it is done.
        var id = await RequestAsync(app);
        (await RequestAsync(app)).Should().Be(id, "it is one wish");
        await app.DbAsync(db =>
            db.Database.ExecuteSqlRawAsync(
                "create function stop() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$; create trigger stop before delete on contacts for each row when (old.account_id > 1) execute function stop()"
            )
        );
        await FluentActions.Awaiting(() => RunAsync(app, id)).Should().ThrowAsync<PostgresException>();
        (await app.DbAsync(db => db.Contacts.Where(c => c.Email == Kim).Select(c => c.AccountId).ToListAsync())).Should().Equal(other);
        await app.DbAsync(db => db.Database.ExecuteSqlRawAsync("drop trigger stop on contacts; drop function stop"));

        await SweepErasuresAsync(app);
        await SweepErasuresAsync(app);

        (await HoldsAsync(app, Kim)).Should().BeEmpty();
        var erasure = await app.DbAsync(db => db.Erasures.SingleAsync());
        (erasure.State, erasure.Address, erasure.Counts.Contacts).Should().Be((ErasureState.Finished, null, 2));
        erasure.Accounts.Should().Equal("giraffe", "other");
        (await app.DbAsync(db => db.AuditEntries.CountAsync(e => e.Action == "contact erased"))).Should().Be(1);
    }

    [Fact]
    public async Task A_signal_that_has_just_arrived_is_worked_first_and_then_erased()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var account = await SeedAsync(app, stopAtOutreach: true);
        var stored = await ArriveAsync(app);

        var erasure = await EraseAsync(app);
        erasure.State.Should().Be(ErasureState.Running);
        await Task.WhenAll(app.WorkAsync(stored.SignalId), SweepErasuresAsync(app));
        await SweepErasuresAsync(app);

        (await app.DbAsync(db => db.Erasures.SingleAsync())).State.Should().Be(ErasureState.Finished);
        (await app.AccountAsync(account)).Stage.Should().Be("3a", "the reply counted");
        foreach (var word in new[] { Kim, Marker })
            (await HoldsAsync(app, word)).Should().BeEmpty();
    }

    [Fact]
    public async Task The_form_says_what_goes_asks_for_the_address_and_is_the_admins()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var account = await SeedAsync(app);
        var contact = await app.DbAsync(db => db.Contacts.Where(c => c.Email == Kim).Select(c => c.Id).SingleAsync());
        var path = $"/accounts/{account}/contacts/{contact}/erase";
        foreach (var role in new[] { Role.Specialist, Role.Revenue, Role.Lead })
        {
            using var other = await PageClient.SignedInAsync(app, role);
            using var refused = await other.GetAsync(path);
            refused.StatusCode.Should().Be(HttpStatusCode.Forbidden);
            using var posted = await other.PostAsync(path, new() { ["Email"] = Kim }, from: "/profile");
            posted.StatusCode.Should().Be(HttpStatusCode.Forbidden);
            (await other.HtmlAsync($"/accounts/{account}")).Should().NotContain("/erase\"");
        }
        using var dana = await PageClient.SignedInAsync(app, Role.Admin);
        (await dana.HtmlAsync($"/accounts/{account}")).Should().Contain(path);
        var html = WebUtility.HtmlDecode(await dana.HtmlAsync(path));
        html.Should()
            .Contain(Kim)
            .And.Contain(KimsName)
            .And.Contain("1 signal of calls")
            .And.Contain("Look at these first")
            .And.Contain("Ring Kim");

        using var wrong = await dana.PostAsync(path, new() { ["Email"] = "kim@other.example" });
        wrong.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await HoldsAsync(app, Kim)).Should().NotBeEmpty();

        using var done = await dana.PostAsync(path, new() { ["Email"] = " KIM@giraffe.example" });
        done.StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await dana.HtmlAsync($"/accounts/{account}")).Should().Contain("The contact is erased").And.NotContain(Kim);
        using var again = await dana.GetAsync(path);
        again.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await HoldsAsync(app, Kim)).Should().BeEmpty();
    }

    [Fact]
    public async Task Somebody_of_the_team_is_not_erased()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var account = await SeedAsync(app);
        await app.AddMemberAsync(Role.Specialist, Kim);
        var contact = await app.DbAsync(db => db.Contacts.Where(c => c.Email == Kim).Select(c => c.Id).SingleAsync());
        using var dana = await PageClient.SignedInAsync(app, Role.Admin);

        using var answer = await dana.PostAsync($"/accounts/{account}/contacts/{contact}/erase", new() { ["Email"] = Kim });

        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await app.DbAsync(db => db.Contacts.AnyAsync(c => c.Id == contact))).Should().BeTrue();
    }

    /// <summary>An account with everything that can be kept of a person.</summary>
    private static async Task<long> SeedAsync(TrackerApp app, bool stopAtOutreach = false)
    {
        await app.AddMemberAsync(Role.Specialist, "ann@example.com");
        using (var api = app.Api())
            (
                await api.PutAsync(
                    "/accounts/giraffe",
                    $$"""
                    { "name": "Giraffe", "plan": "payAsYouGo", "forecast": { "amount": 500, "currency": "USD" }, "domain": "giraffe.example", "owner": "ann@example.com",
                      "contacts": [{ "email": "{{Kim}}", "name": "{{KimsName}}", "role": "CTO" }, { "email": "lee@giraffe.example", "name": "Lee Moss" }] }
                    """
                )
            ).ShouldBe(201);
        var account = await app.DbAsync(db => db.Accounts.Where(a => a.ExternalId == "giraffe").Select(a => a.Id).SingleAsync());
        app.Clock.Advance(TimeSpan.FromHours(1));
        var mail = await app.WithAsync(services =>
            services
                .GetRequiredService<Outbox>()
                .QueueAsync(
                    new MailToSend
                    {
                        AccountId = account,
                        FormKey = "form",
                        From = "ann@example.com",
                        To = [Kim],
                        Subject = "Hello, about the purple wombat",
                        Text = $"Dear {KimsName}, about the purple wombat.",
                        Purpose = MailPurpose.InitialOutreach,
                        Actor = Ann,
                    }
                )
        );
        await app.WithAsync(async services =>
        {
            var refused = new Dictionary<string, string> { [Kim] = $"550 no such user {Kim}" };
            await services.GetRequiredService<Outbox>().SentAsync(mail.MailId, refused, null);
            return 0;
        });
        app.Clock.Advance(TimeSpan.FromHours(1));
        if (stopAtOutreach)
            return account;
        await app.WorkAsync((await ArriveAsync(app)).SignalId);
        await app.TellAsync(
            Reply(app) with
            {
                Mail = Reply(app).Mail! with { MessageId = "doubtful@giraffe.example", Proof = SenderProof.None },
            }
        );
        await app.TellAsync(Call(app, SignalKinds.CallBooked));
        await app.TellAsync(
            Reply(app) with
            {
                About = new() { Emails = ["lee@giraffe.example"] },
                Mail = new()
                {
                    From = "lee@giraffe.example",
                    To = ["ann@example.com", Kim],
                    Text = $"{KimsName} told me to ask you.",
                    InReplyTo = MessageId,
                },
            },
            "lees"
        );
        // Nobody's, unread, of no use, and a bill that bears their address.
        await app.TellAsync(Reply(app) with { About = new() { Emails = [Kim, "x@elsewhere.example"] } });
        await app.TellAsync(
            new()
            {
                Kind = SignalKinds.ConsultationPurchased,
                OccurredAt = app.Clock.GetUtcNow(),
                About = new()
                {
                    Emails = [Kim],
                    Name = KimsName,
                    ExternalId = "unknown",
                },
                Purchase = new() { Order = "77" },
            }
        );
        await app.TellAsync(
            new()
            {
                Kind = SignalKinds.InvoicePaid,
                OccurredAt = app.Clock.GetUtcNow(),
                About = new()
                {
                    Emails = [Kim],
                    Name = KimsName,
                    ExternalId = "giraffe",
                },
                Invoice = new() { Invoice = "in_1" },
            }
        );
        await app.WithAsync(async services =>
        {
            var db = services.GetRequiredService<TrackerDb>();
            var now = app.Clock.GetUtcNow();
            var raw = Encoding.UTF8.GetBytes($"From: {Kim}\n\n{Marker}");
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into signals (source, source_id, source_kind, received_at, occurred_at, content_type, raw, state, attempts, last_error)
                values ('mail', 'unread', 'inbox', {now.AddDays(-2)}, {now}, 'message/rfc822', {raw}, 'failed', 3, {"could not read "
                    + Kim});
                update accounts set payment_risk_note = {KimsName + " will not pay"} where id = {account};
                """
            );
            var notes = services.GetRequiredService<NoteWrites>();
            var note = (NoteResult.Saved)await notes.AddAsync(new(account, $"Spoke to {KimsName}"), Ann);
            await notes.EditAsync(note.Note.Id, $"Spoke to {Kim} today", note.Note.RowVersion, Ann, true);
            db.Tasks.Add(
                new AccountTask
                {
                    AccountId = account,
                    Title = $"Ring Kim, {KimsName}",
                    Details = Kim,
                    Kind = TaskKinds.FollowUp,
                    CreatedBy = Ann,
                    CreatedAt = now,
                }
            );
            await db.SaveChangesAsync();
            await db
                .Transitions.Where(t => t.AccountId == account)
                .ExecuteUpdateAsync(t => t.SetProperty(x => x.Reason, $"{KimsName} <{Kim}> replied"));
            await db.Database.ExecuteSqlAsync(
                $"""
                update transitions set evidence = jsonb_set(coalesce(evidence, jsonb_build_object('facts', jsonb_build_array())),
                    array['facts'], jsonb_build_array(jsonb_build_object('name', 'said', 'value', {"by\n"
                    + Kim}::text))) where account_id = {account};
                """
            );
            db.ChangeTracker.Clear();
            var packet = await services.GetRequiredService<PacketReader>().ReadAsync(account, await db.RunContextAsync(now));
            db.HandOffs.Add(
                new HandOff
                {
                    AccountId = account,
                    Key = "1:form",
                    Reason = $"{KimsName} wants more",
                    SpokenWith = Kim,
                    Packet = packet!,
                    By = Ann,
                    At = now,
                }
            );
            db.Surveys.Add(
                new Survey
                {
                    AccountId = account,
                    Email = Kim,
                    TokenHash = [1, 2, 3],
                    AskedAt = now,
                    ExpiresAt = now,
                    Comment = Marker,
                }
            );
            db.SurveyOptOuts.Add(new SurveyOptOut { Email = Kim, At = now });
            await db.SaveChangesAsync();
            var owner = await db.Members.Where(m => m.Email == "ann@example.com").Select(m => m.Id).SingleAsync();
            var told = await db
                .Notices.Where(n => n.MemberId == owner && n.Kind == NoticeKind.CustomerReply)
                .Select(n => n.Title)
                .FirstAsync();
            await db.Database.ExecuteSqlAsync(
                $$"""
                insert into outgoing_mails (kind, form_key, message_id, "from", "to", subject, text, state, attempts, created_by, created_at)
                values ('digest', 'digest:1', 'digest@example.com', 'a@example.com', array['ann@example.com'], {{"This morning: "
                    + told}}, {{"- " + told}},
                    'sent', 1, 'playbook:new-lead', {{now}})
                """
            );
            return 0;
        });
        // The bill has changed the account, and what waits of theirs was woken by that.
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.SweepAsync();
        return account;
    }

    /// <summary>Their answer to the outreach, as the mailbox has it.</summary>
    private static async Task<StoredSignal> ArriveAsync(TrackerApp app)
    {
        var answered = await app.DbAsync(db => db.OutgoingMails.OrderBy(m => m.Id).Select(m => m.MessageId).FirstAsync());
        var raw = Encoding.UTF8.GetBytes(
            $"""
            From: {KimsName} <Kim@Giraffe.example>
            To: Ann <ann@example.com>
            Subject: Re: {Marker}
            Message-ID: <{MessageId}>
            In-Reply-To: <{answered}>
            Date: {app.Clock.GetUtcNow():R}
            Content-Type: text/plain; charset=utf-8

            The {Marker} is fine.

            --
            {KimsName}
            {Phone}
            """.ReplaceLineEndings("\r\n")
        );
        return await app.WithAsync(services =>
            services
                .GetRequiredService<SignalInbox>()
                .StoreAsync(new IncomingSignal(SignalSources.Mail, MessageId, "imap.inbox", app.Clock.GetUtcNow(), raw, "message/rfc822"))
        );
    }

    private static SignalFact Reply(TrackerApp app) =>
        new()
        {
            Kind = SignalKinds.EmailReceived,
            OccurredAt = app.Clock.GetUtcNow(),
            About = new() { Emails = [Kim], Name = KimsName },
            Mail = new()
            {
                From = Kim,
                To = ["ann@example.com"],
                Subject = $"Re: {Marker}",
                Text = $"The {Marker} is fine.\n{KimsName}\n{Phone}",
                MessageId = MessageId,
                Proof = SenderProof.Vouched,
            },
        };

    private static SignalFact Call(TrackerApp app, string kind) =>
        new()
        {
            Kind = kind,
            OccurredAt = app.Clock.GetUtcNow(),
            About = new() { Emails = [Kim], Name = KimsName },
            Call = new()
            {
                Call = "booking-1",
                StartsAt = new DateTimeOffset(2026, 3, 9, 9, 0, 0, TimeSpan.Zero),
                EndsAt = new DateTimeOffset(2026, 3, 9, 10, 0, 0, TimeSpan.Zero),
                With = KimsName,
                Link = $"https://meet.example/{Kim}",
                Reason = Marker,
            },
        };

    private static async Task<Erasure> EraseAsync(TrackerApp app) => await RunAsync(app, await RequestAsync(app));

    private static Task<long> RequestAsync(TrackerApp app) =>
        app.WithAsync(async services =>
        {
            var preview = await services.GetRequiredService<ErasurePreviews>().OfAsync(Kim);
            return await services.GetRequiredService<ContactErasures>().RequestAsync(Kim, preview.Names, Dana);
        });

    private static Task<Erasure> RunAsync(TrackerApp app, long id) =>
        app.WithAsync(services => services.GetRequiredService<ContactErasures>().RunAsync(id));

    private static Task<int> SweepErasuresAsync(TrackerApp app) =>
        app.WithAsync(async services =>
        {
            await services.GetRequiredService<ContactErasures>().SweepAsync();
            return 0;
        });

    private static Task<List<string>> TasksAsync(TrackerApp app) =>
        app.DbAsync(db => db.Tasks.OrderBy(t => t.Id).Select(t => $"{t.Id} {t.Kind} {t.State} {t.Title} {t.Occasion}").ToListAsync());

    private static async Task<List<string>> CallsAsync(TrackerApp app, long account)
    {
        var signals = await app.WithAsync(services => services.GetRequiredService<AccountStory>().SignalsOfAsync(account));
        return
        [
            .. CallBook.Read(signals, new(), app.Clock.GetUtcNow()).Select(call => $"{call.State} {call.StartsAt:s} {call.CompletedAt:s}"),
        ];
    }

    /// <summary>The tables in which a word stands, in whatever case, raw bytes included.</summary>
    private static async Task<List<string>> HoldsAsync(TrackerApp app, string word)
    {
        await using var connection = new NpgsqlConnection(app.ConnectionString);
        await connection.OpenAsync();
        var tables = new List<string>();
        await using (
            var names = new NpgsqlCommand(
                "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('public', 'hangfire')",
                connection
            )
        )
        await using (var reader = await names.ExecuteReaderAsync())
            while (await reader.ReadAsync())
                tables.Add(reader.GetString(0));
        var found = new List<string>();
        foreach (var table in tables)
        {
            var hex = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(word));
            await using var command = new NpgsqlCommand(
                $"select 1 from {table} t where t::text ilike @word or t::text like @hex limit 1",
                connection
            );
            command.Parameters.AddWithValue("word", $"%{word}%");
            command.Parameters.AddWithValue("hex", $"%{hex}%");
            if (await command.ExecuteScalarAsync() is not null)
                found.Add(table);
        }
        return found;
    }
}
