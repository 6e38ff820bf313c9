using System.Diagnostics;
using OnboardingTracker.Domain.Notes;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Tests.Domain.Notes;

public sealed class MentionsTests
{
    private static readonly Member[] s_team =
    [
        Person(1, "ines@firm.com", "Ines Ortega"),
        Person(2, "magda@firm.com", "Magda Kowalska"),
        Person(3, "sam.lee@firm.com", "Sam Lee"),
        Person(4, "sam.berg@firm.com", "Sam Berg"),
        Person(5, "jo@firm.com", "Jo"),
        Person(6, "marie@firm.com", "Anne-Marie O'Neill"),
        Person(7, "gone@firm.com", "Gone Away", active: false),
    ];

    [Theory]
    [InlineData("@ines look", "Ines Ortega")]
    [InlineData("@Ines, look", "Ines Ortega")]
    [InlineData("(@INES)", "Ines Ortega")]
    [InlineData("**@ines**: look", "Ines Ortega")]
    [InlineData("@ines's account", "Ines Ortega")]
    [InlineData("@ines.", "Ines Ortega")]
    [InlineData("ask @ines@firm.com.", "Ines Ortega")]
    [InlineData("ask @Ines@Firm.com!", "Ines Ortega")]
    [InlineData("@ines.ortega", "Ines Ortega")]
    [InlineData("@InesOrtega", "Ines Ortega")]
    [InlineData("@kowalska and @jo", "Magda Kowalska, Jo")]
    [InlineData("@Sam Lee and @sam berg", "Sam Lee, Sam Berg")]
    [InlineData("@sam.berg", "Sam Berg")]
    [InlineData("@sam.lee@firm.com", "Sam Lee")]
    [InlineData("@Anne-Marie O'Neill", "Anne-Marie O'Neill")]
    [InlineData("@o'neill", "Anne-Marie O'Neill")]
    [InlineData("@ines @ines @Ines Ortega", "Ines Ortega")]
    [InlineData("one\n@ines\ntwo", "Ines Ortega")]
    [InlineData("“@ines”", "Ines Ortega")]
    [InlineData("`code` then @ines", "Ines Ortega")]
    [InlineData("a ` alone and @ines", "Ines Ortega")]
    [InlineData("```\ncode\n```\n@ines", "Ines Ortega")]
    [InlineData("mail ines@firm.com", "")]
    [InlineData("see https://example.com/@ines", "")]
    [InlineData("`@ines`", "")]
    [InlineData("``a ` @ines``", "")]
    [InlineData("```\n@ines\n```", "")]
    [InlineData("~~~ sql\nselect @ines\n~~~", "")]
    [InlineData("> ```\n> @ines\n> ```", "")]
    [InlineData("\\@ines", "")]
    [InlineData("@inesita", "")]
    [InlineData("@ines@other.com", "")]
    [InlineData("@gone", "")]
    [InlineData("@", "")]
    [InlineData("@ ines", "")]
    [InlineData("@@ines", "")]
    public void Calls(string text, string names) =>
        string.Join(", ", Mentions.Read(text, s_team).People.Select(person => person.Name)).Should().Be(names);

    [Fact]
    public void A_first_name_that_two_have_calls_nobody_and_is_said()
    {
        var mentions = Mentions.Read("@sam and @Sam, and @ines", s_team);

        mentions.People.Should().ContainSingle().Which.Name.Should().Be("Ines Ortega");
        mentions.Unclear.Should().ContainSingle().Which.Candidates.Select(person => person.Id).Should().BeEquivalentTo([3, 4]);
        NoteText.Problem("@sam", s_team).Should().Contain("Sam Lee or Sam Berg").And.Contain("@sam.berg@firm.com");
        NoteText.Problem("@Sam Lee", s_team).Should().BeNull();
    }

    [Theory]
    [InlineData("`")]
    [InlineData("@")]
    [InlineData("@ines ")]
    [InlineData("```\n")]
    [InlineData("`` ` ")]
    [InlineData("@Sam Lee")]
    public void Reading_ends_soon_whatever_is_written(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, Note.LongestText / piece.Length));
        var watch = Stopwatch.StartNew();

        Mentions.Read(text, s_team);

        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(2));
    }

    private static Member Person(int id, string email, string name, bool active = true) =>
        new()
        {
            Id = id,
            Email = email,
            Name = name,
            Role = Role.Specialist,
            Active = active,
        };
}
