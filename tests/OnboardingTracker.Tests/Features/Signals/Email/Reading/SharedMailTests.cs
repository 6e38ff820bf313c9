using System.Globalization;
using System.Text;
using OnboardingTracker.Features.Signals.Email.Reading;

namespace OnboardingTracker.Tests.Features.Signals.Email.Reading;

/// <summary>Real mails, labelled by people.</summary>
public sealed class SharedMailTests(ITestOutputHelper output)
{
    [Fact]
    public void At_least_98_in_100_are_right_and_no_automatic_mail_is_taken_for_a_persons()
    {
        var folder = MailFixtures.Shared();
        var (right, wrong) = (new SortedDictionary<string, int>(StringComparer.Ordinal), new List<string>());
        var labelled = MailFixtures.Labelled(folder);
        var automaticAsGenuine = 0;
        foreach (var (file, expected) in labelled)
        {
            var mail = MailReader.Read(File.ReadAllBytes(Path.Combine(folder, file)));
            if (Fits(mail.Kind, expected))
                right[expected] = right.GetValueOrDefault(expected) + 1;
            else
            {
                wrong.Add($"{file}: {expected}, read as {mail.Kind} ({mail.Why})");
                automaticAsGenuine += mail.Kind == MailKind.Genuine ? 1 : 0;
            }
        }

        foreach (var group in labelled.GroupBy(mail => mail.ExpectedClass))
            output.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{group.Key}: {right.GetValueOrDefault(group.Key)} of {group.Count()}")
            );
        output.WriteLine(string.Join("\n", wrong));
        var misses = string.Join("\n", wrong);
        right.Values.Sum().Should().BeGreaterThanOrEqualTo((int)Math.Ceiling(labelled.Count * 0.98), misses);
        automaticAsGenuine.Should().Be(0, misses);
        wrong.Should().NotContain(line => line.StartsWith("derived/", StringComparison.Ordinal), misses);
    }

    [Fact]
    public void The_own_text_is_what_people_found_it_to_be()
    {
        var folder = Path.Combine(MailFixtures.Shared(), "reply_text");
        var (exact, similarity, wrong) = (0, 0.0, new List<string>());
        var files = Directory.GetFiles(Path.Combine(folder, "discourse_emails"));
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            var wanted = Lines(File.ReadAllText(Path.Combine(folder, "discourse_trimmed", Path.GetFileName(file))));
            var found = Lines(OwnText.Of(CleanText.Block(File.ReadAllText(file), int.MaxValue)));
            exact += found == wanted ? 1 : 0;
            similarity += Similarity(found, wanted);
            if (found != wanted)
                wrong.Add($"{Path.GetFileName(file)}:\n<<<{found}\n===\n{wanted}>>>");
        }

        var all = string.Join("\n", wrong);
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{exact} of {files.Length} exact, similarity {similarity / files.Length:0.0000}\n{all}"
            )
        );
        exact.Should().BeGreaterThanOrEqualTo(files.Length - 2, all);
        (similarity / files.Length).Should().BeGreaterThan(0.99, all);
    }

    [Theory]
    [InlineData("crisp")]
    [InlineData("github")]
    public void Every_other_text_keeps_something_of_its_own_and_is_read_fast(string kind)
    {
        var folder = Path.Combine(MailFixtures.Shared(), "reply_text", kind);
        foreach (var file in Directory.GetFiles(folder))
        {
            var own = OwnText.Of(CleanText.Block(File.ReadAllText(file), MailLimits.TextLength));

            own.Should().NotBeEmpty(Path.GetFileName(file));
            output.WriteLine($"#### {Path.GetFileName(file)}\n{(own.Length > 700 ? own[^300..] : own)}");
        }
    }

    private static bool Fits(MailKind kind, string expected) =>
        expected switch
        {
            "reply_or_human" or "ignore_forged" => kind == MailKind.Genuine,
            "bounce_or_delay" => kind is MailKind.Bounce or MailKind.DelayNotice,
            "complaint_or_receipt" => kind is MailKind.Complaint or MailKind.ReadReceipt or MailKind.DeliveryReport,
            "mailing_list" => kind is MailKind.MailingList or MailKind.Bulk,
            "auto_reply" => kind
                is MailKind.AutoReply
                    or MailKind.OutOfOffice
                    or MailKind.TicketReceipt
                    or MailKind.Challenge
                    or MailKind.Notification
                    or MailKind.Bulk,
            _ => true,
        };

    private static string Lines(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).Trim('\n');

    private static double Similarity(string one, string other)
    {
        if (one.Length + other.Length == 0)
            return 1;
        var (a, b) = (one.Split('\n'), other.Split('\n').ToList());
        double common = 0;
        foreach (var line in a)
            common += b.Remove(line) ? 2 * (line.Length + 1) : 0;
        return common / (one.Length + other.Length + 2);
    }
}
