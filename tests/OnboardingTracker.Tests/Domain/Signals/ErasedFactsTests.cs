using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FsCheck.Xunit;
using OnboardingTracker.Domain.Signals;
using static OnboardingTracker.Tests.Domain.Signals.Said;

namespace OnboardingTracker.Tests.Domain.Signals;

/// <summary>What is left of a person's signals tells the same story.</summary>
[Properties(Arbitrary = [typeof(Lives)], MaxTest = 500)]
public sealed class ErasedFactsTests
{
    private static readonly ErasedPerson s_kim = new(
        "kim@acme.example",
        ["Kim Larkin", "Kim"],
        id => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..40]
    );

    [Property]
    public void Erased_after_a_whole_life_an_account_is_where_it_was(Life life)
    {
        var account = new SignalTeller().Receive(life.Before).AtDay(30).Receive(life.After).AtDay(80);
        var (end, moves) = (EndOf(account), account.History.Count);

        account.Become(fact => ErasedFacts.Skeleton(fact, s_kim));

        EndOf(account).Should().Be(end);
        account.History.Should().HaveCount(moves);
    }

    [Fact]
    public void Of_what_is_theirs_no_word_stays_and_erased_twice_it_is_the_same()
    {
        var fact = Replied(1) with
        {
            About = new()
            {
                ExternalId = "acme",
                Emails = ["kim@acme.example"],
                Name = "Kim Larkin",
                Conversation = ["ours@team.example"],
            },
            Mail = new()
            {
                From = "Kim@Acme.example",
                To = ["ann@team.example"],
                Subject = "Blue giraffe",
                Text = "Blue giraffe, +49 30 1234567",
                MessageId = "m1@acme.example",
                InReplyTo = "ours@team.example",
                Proof = SenderProof.Conversation,
            },
        };
        ErasedFacts.IsTheirs(fact, s_kim).Should().BeTrue();

        var skeleton = ErasedFacts.Skeleton(fact, s_kim);

        Text(skeleton).Should().NotContainAny("kim", "Kim", "giraffe", "1234567", "acme.example", "team.example").And.Contain("\"acme\"");
        skeleton.Mail!.Proof.Should().Be(SenderProof.Conversation);
        Text(ErasedFacts.Skeleton(skeleton, s_kim)).Should().Be(Text(skeleton));
        Text(ErasedFacts.Cleaned(skeleton, s_kim, new HashSet<string>())).Should().Be(Text(skeleton));
    }

    [Fact]
    public void From_anothers_mail_they_are_taken_out_and_the_rest_stays()
    {
        var fact = Replied(1) with
        {
            About = new() { Emails = ["lee@acme.example"] },
            Mail = new()
            {
                From = "lee@acme.example",
                To = ["ann@team.example", "kim@acme.example"],
                Subject = "Kim  Larkin and the bill",
                Text = "Ask\nkim@acme.example, not joakim@acme.example or kim@acme.example.org. Kim knows.",
                MessageId = "m2@acme.example",
                InReplyTo = "m1@acme.example",
            },
        };
        ErasedFacts.IsTheirs(fact, s_kim).Should().BeFalse();

        var mail = ErasedFacts.Cleaned(fact, s_kim, new HashSet<string> { "m1@acme.example" }).Mail!;

        (mail.From, mail.Subject, mail.MessageId).Should().Be(("lee@acme.example", "erased and the bill", "m2@acme.example"));
        mail.To.Should().Equal("ann@team.example");
        mail.Text.Should().Be("Ask\nerased, not joakim@acme.example or kim@acme.example.org. Kim knows.");
        mail.InReplyTo.Should().Be(s_kim.Token("m1@acme.example"));
    }

    [Fact]
    public void A_mail_of_ours_to_several_is_not_theirs_and_one_to_them_alone_is()
    {
        var sent = Sent(1) with { About = new() { Emails = ["kim@acme.example", "lee@acme.example"] } };
        ErasedFacts.IsTheirs(sent, s_kim).Should().BeFalse();
        ErasedFacts.IsTheirs(sent with { About = new() { Emails = ["kim@acme.example"] } }, s_kim).Should().BeTrue();
        ErasedFacts
            .IsTheirs(
                new()
                {
                    Kind = SignalKinds.InvoicePaid,
                    OccurredAt = sent.OccurredAt,
                    About = new() { Emails = ["kim@acme.example"] },
                },
                s_kim
            )
            .Should()
            .BeFalse("a bill is the organisation's");
    }

    private static string Text(SignalFact fact) => JsonSerializer.Serialize(fact, OnboardingTracker.Data.Json.Options);

    private static string EndOf(SignalTeller account) =>
        string.Join(
            "; ",
            $"stage {account.Stage}",
            $"engaged {account.Engagement}",
            $"calls {string.Join(", ", account.Story.Calls.Select(call => $"{call.State} {call.StartsAt:s} {call.CompletedAt:s}").Order())}",
            $"tasks {string.Join(", ", account.Story.Tasks.Select(task => task.Kind).Order())}",
            $"churned {account.Story.ChurnedAt:s}"
        );
}
