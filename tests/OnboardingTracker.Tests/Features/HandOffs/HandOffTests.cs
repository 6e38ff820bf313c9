using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.HandOffs;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.HandOffs;
using OnboardingTracker.Domain.Notices;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Data.Notices;
using OnboardingTracker.Tests.Features.Signals.Email;

namespace OnboardingTracker.Tests.Features.HandOffs;

public sealed class HandOffTests(TestPostgres postgres)
{
    [Fact]
    public async Task It_moves_the_account_freezes_what_is_known_and_tells_Sales()
    {
        await using var world = await HandOffWorld.StartAsync(postgres);

        var handOff = await world.HandedOffAsync(wish => wish with { Wants = "A yearly contract", SalesPerson = "ae@firm.example" });
        await world.SendAsync();
        await world.SendAsync();

        (await world.Mail.StageAsync(world.Acme)).Should().Be(StageCodes.SalesHandoff);
        var move = (await TransitionsAsync(world))[^1];
        (move.Id, move.From, move.Actor, move.Reason)
            .Should()
            .Be((handOff.TransitionId!.Value, "3a", HandOffWorld.Ann, "Wants a contract"));
        handOff.FromStage.Should().Be("3a");
        handOff.Packet.Account.Name.Should().Be("Acme");
        handOff.Packet.Account.Stage.Should().Be("3a Engaged — Email", "it is frozen as it was before the move");
        handOff.Packet.Contacts.Should().ContainSingle().Which.Email.Should().Be(MailWorld.Kim);
        var mail = world.Smtp.Taken.Should().ContainSingle().Subject;
        mail.To.Should().BeEquivalentTo(HandOffWorld.Sales, "ae@firm.example");
        mail.Header("Reply-To").Should().Be(MailWorld.Ann);
        mail.Text.Should()
            .Contain("Wants a contract")
            .And.Contain("A yearly contract")
            .And.Contain($"https://tracker.firm.example/hand-offs/{handOff.Id}");
        (await world.App.DbAsync(db => db.Signals.CountAsync())).Should().Be(0, "it is no mail to the customer");
    }

    [Fact]
    public async Task What_speaks_against_it_asks_for_a_decision_on_exactly_that()
    {
        await using var world = await HandOffWorld.StartAsync(postgres);
        await world.EverythingAgainstAsync();

        var objected = (await world.HandOffAsync()).Should().BeOfType<HandOffResult.Objected>().Which.Objections;

        string.Join('\n', objected)
            .Should()
            .Contain("with Sales already: ae@firm.example")
            .And.Contain("Invoice in_7 of 1240.50 USD")
            .And.Contain("a payment failed")
            .And.Contain("A question <b>of</b> price")
            .And.Contain("A call is booked for 2 March 2026");
        (await world.Mail.StageAsync(world.Acme)).Should().Be("3b", "nothing was done");
        (await world.HandOffAsync(wish => wish with { Decided = "0123456789abcdef" })).Should().BeOfType<HandOffResult.Objected>();
        var handOff = await world.HandedOffAsync(wish => wish with { AllTheSame = true });
        handOff.Although!.Split('\n').Should().Equal(objected);
        handOff.Packet.Invoices.Single().IsOpen().Should().BeTrue();
        handOff.Packet.Threads.Single().Mails.Single().Text.Should().Be("What would ten million cost?");
    }

    [Fact]
    public async Task Only_the_last_word_in_a_conversation_leaves_it_open()
    {
        await using var world = await HandOffWorld.StartAsync(postgres);
        await world.SayAsync(
            SignalKinds.EmailReceived,
            new MailFact
            {
                From = MailWorld.Kim,
                Subject = "Hi",
                MessageId = "a@x",
                Proof = SenderProof.Vouched,
            }
        );
        world.App.Clock.Advance(TimeSpan.FromMinutes(5));
        await world.SayAsync(
            SignalKinds.EmailSent,
            new MailFact
            {
                From = MailWorld.Ann,
                Subject = "Re: Hi",
                MessageId = "b@x",
                InReplyTo = "a@x",
            }
        );
        world.App.Clock.Advance(TimeSpan.FromMinutes(5));
        await world.SayAsync(
            SignalKinds.EmailReceived,
            new MailFact
            {
                From = MailWorld.Kim,
                Subject = "Away",
                MessageId = "c@x",
                InReplyTo = "b@x",
                Genuine = false,
                Automatic = "out-of-office",
            }
        );

        var handOff = await world.HandedOffAsync();

        handOff.Although.Should().BeNull("we wrote last; a machine's answer asks nothing");
        handOff.Packet.Threads.Should().ContainSingle().Which.Mails.Select(mail => mail.Ours).Should().Equal(false, true, false);
    }

    [Fact]
    public async Task Sent_twice_it_is_one_and_of_two_people_at_once_one_wins()
    {
        await using var world = await HandOffWorld.StartAsync(postgres);
        var seen = (await world.Mail.FindAsync(world.Acme)).LastTransitionId ?? 0;
        var key = Guid.NewGuid().ToString("N");

        var twice = await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => world.HandOffAsync(wish => wish with { FormKey = key, ExpectedTransitionId = seen }))
        );
        var other = await world.HandOffAsync(wish => wish with { ExpectedTransitionId = seen, Actor = HandOffWorld.Lee });

        twice.Should().AllBeOfType<HandOffResult.Made>().And.ContainSingle(made => ((HandOffResult.Made)made).IsNew);
        other.Should().BeOfType<HandOffResult.Conflict>().Which.Moved.Last!.Actor.Should().Be(HandOffWorld.Ann);
        (await world.App.DbAsync(db => db.HandOffs.CountAsync())).Should().Be(1);
        (await TransitionsAsync(world)).Count(move => move.To == StageCodes.SalesHandoff).Should().Be(1);
        (await world.App.DbAsync(db => db.OutgoingMails.CountAsync())).Should().Be(1);
    }

    [Fact]
    public async Task Two_people_in_the_same_moment_make_one_hand_off()
    {
        await using var world = await HandOffWorld.StartAsync(postgres);
        var seen = (await world.Mail.FindAsync(world.Acme)).LastTransitionId ?? 0;

        var both = await Task.WhenAll(
            world.HandOffAsync(wish => wish with { ExpectedTransitionId = seen }),
            world.HandOffAsync(wish => wish with { ExpectedTransitionId = seen, Actor = HandOffWorld.Lee })
        );

        both.OfType<HandOffResult.Made>().Should().ContainSingle();
        both.OfType<HandOffResult.Conflict>().Should().ContainSingle();
        (await world.App.DbAsync(db => db.HandOffs.CountAsync())).Should().Be(1);
    }

    [Fact]
    public async Task A_packet_stays_as_it_was()
    {
        await using var world = await HandOffWorld.StartAsync(postgres);
        var handOff = await world.HandedOffAsync();
        await world.App.WithAsync(services =>
            services
                .GetRequiredService<AccountWrites>()
                .UpsertAsync(
                    "acme",
                    new AccountUpdate { Name = "Acme & Sons", Forecast = new Money(9000, "USD") },
                    [new ContactUpdate("new@acme.example", null, null)],
                    DetailSources.Import,
                    HandOffWorld.Ann
                )
        );

        var packet = (await world.FindAsync(handOff.Id)).Packet;

        packet.Should().BeEquivalentTo(handOff.Packet);
        (packet.Version, packet.Account.Name, packet.Account.Forecast).Should().Be((1, "Acme", new Money(80, "USD")));
        packet.Contacts.Should().ContainSingle();
    }

    [Theory]
    [InlineData("1", 2)]
    [InlineData("3a", 1)]
    [InlineData("4b", 1)]
    [InlineData("5", 1)]
    [InlineData("6b", 1)]
    [InlineData("7", 1)]
    public async Task Declined_it_comes_back_to_the_stage_that_it_left_with_the_reason(string stage, int passage)
    {
        await using var world = await HandOffWorld.StartAsync(postgres, stage == "6b" ? "3a" : stage);
        if (stage == "6b")
            await world.Mail.MoveAsync(world.Acme, "6b");
        var handOff = await world.HandedOffAsync();

        var result = await world.DecideAsync(handOff, HandOffState.Declined, "Too small for us yet");

        var recorded = result.Should().BeOfType<DecisionResult.Recorded>().Which;
        recorded.Stays.Should().BeNull();
        var account = await world.Mail.FindAsync(world.Acme);
        (account.Stage, account.Passage).Should().Be((stage, passage));
        var back = (await TransitionsAsync(world))[^1];
        (back.Actor, back.Reason).Should().Be((HandOffWorld.Lee, "declined by Sales: Too small for us yet"));
        var kept = await world.FindAsync(handOff.Id);
        (kept.State, kept.DecidedBy, kept.ReturnTransitionId).Should().Be((HandOffState.Declined, HandOffWorld.Lee, back.Id));
        var notice = (await world.App.NoticesAsync()).Should().ContainSingle(n => n.Kind == NoticeKind.HandOffDecided).Subject;
        (notice.Title, notice.Detail, notice.Link).Should().Be(("Sales declined Acme", "Too small for us yet", $"/hand-offs/{handOff.Id}"));
    }

    [Fact]
    public async Task An_account_of_no_stage_is_out_of_the_pipeline_again_once_it_is_declined()
    {
        await using var world = await HandOffWorld.StartAsync(postgres, stage: null);
        var handOff = await world.HandedOffAsync();

        await world.DecideAsync(handOff, HandOffState.Declined, "No");

        (await world.Mail.StageAsync(world.Acme)).Should().BeNull();
        (await world.FindAsync(handOff.Id)).State.Should().Be(HandOffState.Declined);
    }

    [Fact]
    public async Task Moved_since_it_stays_where_it_is_and_the_person_is_told()
    {
        await using var world = await HandOffWorld.StartAsync(postgres);
        var handOff = await world.HandedOffAsync();
        await world.Mail.MoveAsync(world.Acme, StageCodes.Churned);

        var recorded = (await world.DecideAsync(handOff, HandOffState.Declined, "No")).Should().BeOfType<DecisionResult.Recorded>().Which;

        recorded.Back.Should().BeNull();
        recorded.Stays.Should().Be("It was moved since, to 6d Churned, and stays there.");
        (await world.Mail.StageAsync(world.Acme)).Should().Be(StageCodes.Churned);
    }

    [Theory]
    [InlineData(HandOffState.Accepted, null)]
    [InlineData(HandOffState.Disqualified, "A student's project")]
    public async Task Accepted_or_disqualified_it_stays_in_6c_and_is_answered_once(HandOffState decision, string? note)
    {
        await using var world = await HandOffWorld.StartAsync(postgres);
        var handOff = await world.HandedOffAsync(wish => wish with { Actor = HandOffWorld.Lee });

        var all = await Task.WhenAll(
            world.DecideAsync(handOff, decision, note, HandOffWorld.Ann),
            world.DecideAsync(handOff, HandOffState.Declined, "No")
        );

        all.OfType<DecisionResult.Recorded>().Should().ContainSingle();
        all.OfType<DecisionResult.Closed>().Should().ContainSingle().Which.HandOff.State.Should().NotBe(HandOffState.Pending);
        var kept = await world.FindAsync(handOff.Id);
        if (kept.State == decision)
            (await world.Mail.StageAsync(world.Acme)).Should().Be(StageCodes.SalesHandoff);
        (await world.App.NoticesAsync()).Should().ContainSingle("who decided is not told, the other one is");
    }

    [Fact]
    public async Task Undone_it_is_withdrawn()
    {
        await using var world = await HandOffWorld.StartAsync(postgres);
        var handOff = await world.HandedOffAsync();

        await world.App.WithAsync(services =>
            services.GetRequiredService<AccountMoves>().UndoAsync(world.Acme, handOff.TransitionId!.Value, HandOffWorld.Ann)
        );

        var kept = await world.FindAsync(handOff.Id);
        (kept.State, kept.DecidedBy, kept.Decision).Should().Be((HandOffState.Withdrawn, HandOffWorld.Ann, "the move was undone"));
        (await world.DecideAsync(handOff, HandOffState.Accepted)).Should().BeOfType<DecisionResult.Closed>();
        (await world.HandedOffAsync()).State.Should().Be(HandOffState.Pending, "it can be handed off anew");
    }

    [Fact]
    public async Task An_account_that_was_moved_to_6c_before_gets_its_packet_and_handed_off_anew_the_first_is_withdrawn()
    {
        await using var world = await HandOffWorld.StartAsync(postgres);
        await world.Mail.MoveAsync(world.Acme, StageCodes.SalesHandoff);

        var first = await world.HandedOffAsync();
        first.FromStage.Should().Be("3a");
        (await TransitionsAsync(world)).Count(move => move.To == StageCodes.SalesHandoff).Should().Be(1);
        (await world.HandOffAsync())
            .Should()
            .BeOfType<HandOffResult.Objected>()
            .Which.Objections.Single()
            .Should()
            .Contain("has yet to answer");
        var second = await world.HandedOffAsync(wish => wish with { AllTheSame = true });

        (await world.FindAsync(first.Id)).State.Should().Be(HandOffState.Withdrawn);
        (await world.FindAsync(second.Id)).State.Should().Be(HandOffState.Pending);
    }

    [Fact]
    public async Task Without_a_Sales_address_it_works_and_nobody_is_mailed()
    {
        await using var world = await HandOffWorld.StartAsync(postgres, sales: null);

        var handOff = await world.HandedOffAsync();
        await world.SendAsync();

        handOff.MailedTo.Should().BeEmpty();
        world.Smtp.Taken.Should().BeEmpty();
        (await world.Mail.StageAsync(world.Acme)).Should().Be(StageCodes.SalesHandoff);
    }

    [Fact]
    public async Task A_long_conversation_is_bounded_and_says_how_much_is_left_out()
    {
        await using var world = await HandOffWorld.StartAsync(postgres);
        for (var i = 0; i < 30; i++)
        {
            await world.SayAsync(
                SignalKinds.EmailSent,
                new MailFact
                {
                    From = MailWorld.Ann,
                    Subject = "Long",
                    MessageId = $"m{i}@x",
                    Text = new string('x', 20_000),
                }
            );
            world.App.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var packet = (await world.HandedOffAsync()).Packet;

        var mails = packet.Threads.SelectMany(thread => thread.Mails).ToList();
        mails.Should().OnlyContain(mail => mail.Cut && mail.Text.Length <= 8_000);
        mails.Sum(mail => mail.Text.Length).Should().BeLessThanOrEqualTo(200_000);
        (mails.Count + packet.MailsLeftOut).Should().Be(30);
        packet.MailsLeftOut.Should().BePositive();
    }

    private static Task<List<Transition>> TransitionsAsync(HandOffWorld world) =>
        world.App.DbAsync(db => db.Transitions.AsNoTracking().Where(t => t.AccountId == world.Acme).OrderBy(t => t.Id).ToListAsync());
}
