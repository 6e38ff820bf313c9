using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Tests.Architecture;

/// <summary>What types cannot say: rules about the text of the source.</summary>
public sealed partial class SourceTests
{
    private static readonly string[] s_stageProperties =
    [
        "Stage",
        "StageEnteredAt",
        "InWork",
        "Passage",
        "PassageBeganAt",
        "EngagedAt",
        "EngagedBy",
        "InitialOutreachAt",
        "LastTransitionId",
    ];

    [Fact]
    public void Only_the_one_door_writes_an_accounts_stage()
    {
        var writers = Sources().Where(source => WritesStage(source.Text)).Select(source => Path.GetFileName(source.Path));

        writers.Should().BeEquivalentTo("StageDoor.Story.cs", "StageDoor.cs");
    }

    [Theory]
    [InlineData("update accounts set stage = '5'", true)]
    [InlineData("UPDATE accounts a SET owner_id = 1,\n  passage = 2 where", true)]
    [InlineData("copy accounts (external_id, stage) from stdin", true)]
    [InlineData("insert into accounts (name, in_work) values", true)]
    [InlineData("setters.SetProperty(a => a.Stage, \"5\")", true)]
    [InlineData("update accounts a set owner_id = o.id from o where a.stage = '5'", false)]
    [InlineData("update accounts set renewal_number = 2", false)]
    [InlineData("copy accounts (external_id, name) from stdin", false)]
    public void Each_way_of_writing_it_is_seen(string text, bool writes) => WritesStage(text).Should().Be(writes);

    [Fact]
    public void Nor_can_code_set_it_on_an_account()
    {
        foreach (var name in s_stageProperties)
            typeof(Account).GetProperty(name)!.SetMethod!.IsPrivate.Should().BeTrue("{0} is the door's", name);
    }

    [Fact]
    public void Every_job_answers_the_three_questions()
    {
        var jobs = Sources().Where(source => source.Path.EndsWith("Job.cs", StringComparison.Ordinal)).ToList();
        jobs.Should().HaveCountGreaterThan(3);

        foreach (var (path, text) in jobs)
        foreach (var question in new[] { "Enqueued twice:", "Run together:", "Cut off half-way:" })
            text.Should().Contain(question, "{0} must say what then happens", Path.GetFileName(path));
    }

    [Fact]
    public void Production_files_are_short()
    {
        var sources = Sources()
            .Select(source => (source.Path, Lines: source.Text.Count(c => c == '\n')))
            .OrderBy(file => file.Lines)
            .ToList();

        sources[sources.Count / 2].Lines.Should().BeLessThan(80);
        sources.Where(file => file.Lines > 300).Should().BeEmpty();
    }

    private static bool WritesStage(string text) => Update().IsMatch(text) || Insert().IsMatch(text) || SetProperty().IsMatch(text);

    private static List<(string Path, string Text)> Sources([CallerFilePath] string here = "")
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../src/OnboardingTracker"));
        var folder = Path.DirectorySeparatorChar;
        var sources = Directory
            .EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{folder}obj{folder}") && !path.Contains($"{folder}bin{folder}") && !path.Contains("Migrations"))
            .Select(path => (path, File.ReadAllText(path)))
            .ToList();
        sources.Should().HaveCountGreaterThan(200, "the source must be there to be read");
        return sources;
    }

    // Up to where the assignments end: what is compared further on is read, not written. The import writes the number of renewals.
    [GeneratedRegex(
        @"update\s+accounts\b(?:(?!\b(from|where|returning)\b).)*?[\s,.](stage|stage_entered_at|in_work|passage|passage_began_at|engaged_at|engaged_by|initial_outreach_at|last_transition_id)\s*=",
        RegexOptions.IgnoreCase | RegexOptions.Singleline
    )]
    private static partial Regex Update();

    [GeneratedRegex(
        @"(copy|insert\s+into)\s+accounts\s*\([^)]*\b(stage|stage_entered_at|in_work|passage|passage_began_at|engaged_at|engaged_by|initial_outreach_at|last_transition_id)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Insert();

    [GeneratedRegex(@"SetProperty\(\s*\w+\s*=>\s*\w+\.(Stage|InWork|Passage|Engaged|InitialOutreach|LastTransition)")]
    private static partial Regex SetProperty();
}
