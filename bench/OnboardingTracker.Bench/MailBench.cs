using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using MimeKit;
using OnboardingTracker.Features.Signals.Email.Reading;

namespace OnboardingTracker.Bench;

/// <summary>Reads and classifies the mails that the tests are written with, against the parser alone on the same mails in the same run.</summary>
internal static class MailBench
{
    private const int Rounds = 5;
    private const int Mails = 20_000;

    public static IReadOnlyList<Ratio> Run()
    {
        var mails = Directory.GetFiles(Folder(), "*.eml").Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToList();
        Measure(mails, Parse, Mails / 10);
        Measure(mails, Classify, Mails / 10);
        var (ours, floor) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            floor.Add(Measure(mails, Parse, Mails));
            ours.Add(Measure(mails, Classify, Mails));
        }
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"mails classified per second: {Mails / ours.Min():N0}, parsed alone: {Mails / floor.Min():N0}"
            )
        );
        return
        [
            new Ratio(
                string.Create(CultureInfo.InvariantCulture, $"{Mails:N0} mails read and classified"),
                ours.Min(),
                floor.Min(),
                "s",
                10,
                Process.GetCurrentProcess().PeakWorkingSet64
            ),
        ];
    }

    private static double Measure(List<byte[]> mails, Action<byte[]> each, int count)
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < count; i++)
            each(mails[i % mails.Count]);
        return watch.Elapsed.TotalSeconds;
    }

    private static void Parse(byte[] mail)
    {
        using var stream = new MemoryStream(mail, writable: false);
        using var message = MimeMessage.Load(stream);
        _ = (message.Subject, message.From.Count, message.TextBody?.Length);
    }

    private static void Classify(byte[] mail) => _ = MailReader.Read(mail).Kind;

    private static string Folder([CallerFilePath] string here = "") =>
        Path.GetFullPath(
            Path.Combine(Path.GetDirectoryName(here)!, "../../tests/OnboardingTracker.Tests/Features/Signals/Email/Reading/Mails")
        );
}
