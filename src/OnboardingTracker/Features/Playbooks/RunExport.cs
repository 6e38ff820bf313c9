using System.Runtime.CompilerServices;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Platform.Csv;

namespace OnboardingTracker.Features.Playbooks;

/// <summary>A run as a file: one row per account, with what became of it.</summary>
public static class RunExport
{
    public sealed record Row(string Result, RunAccount Account);

    public static IReadOnlyList<CsvColumn<Row>> Columns { get; } =
    [
        new("externalId", row => row.Account.ExternalId),
        new("name", row => row.Account.Name),
        new("result", row => row.Result),
        new("from", row => row.Account.From),
        new("to", row => row.Account.To),
        new("reason", row => row.Account.Reason),
        new(
            "evidence",
            row =>
                row.Account.Evidence is { } evidence ? string.Join("; ", evidence.Facts.Select(fact => $"{fact.Name}: {fact.Value}")) : null
        ),
    ];

    public static async IAsyncEnumerable<Row> RowsAsync(
        RunAccounts accounts,
        PlaybookRun run,
        [EnumeratorCancellation] CancellationToken cancel = default
    )
    {
        foreach (var part in new[] { RunPart.Touched, RunPart.Held, RunPart.Dropped })
        {
            await foreach (var account in accounts.All(run, part).WithCancellation(cancel))
                yield return new Row(ResultOf(run, part, account), account);
        }
    }

    private static string ResultOf(PlaybookRun run, RunPart part, RunAccount account) =>
        part switch
        {
            RunPart.Held => "held",
            RunPart.Dropped => "left alone",
            _ when account.Undone => EffectWords.Of(run.Effect).Undone,
            _ => RunWords.Touched(run).ToLowerInvariant(),
        };
}
