using System.Collections.Frozen;
using System.Numerics;

namespace OnboardingTracker.Features.Import.Reading;

/// <summary>The names of the contract's import columns, the same in a CSV header and in an NDJSON object.</summary>
public static class ImportColumns
{
    private static readonly string[] s_names =
    [
        "externalId",
        "name",
        "domain",
        "plan",
        "program",
        "forecastAmount",
        "forecastCurrency",
        "nextRenewalOn",
        "stripeCustomerId",
        "contactEmail",
        "contactName",
        "salesOwner",
        "owner",
        "segments",
        "stage",
        "stageEnteredOn",
    ];

    private static readonly FrozenDictionary<string, ImportFields> s_byName = s_names
        .Select((name, i) => (name, Field: (ImportFields)(1 << i)))
        .ToFrozenDictionary(x => x.name, x => x.Field, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, ImportFields>.AlternateLookup<ReadOnlySpan<char>> s_bySpan =
        s_byName.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>What only our own exports carry: read past without a word, so that an export can be imported as it is.</summary>
    private static readonly FrozenSet<string> s_exportOnly = new[]
    {
        "stage",
        "stageEnteredOn",
        "stageName",
        "stageEnteredAt",
        "passage",
        "passageBeganAt",
        "engaged",
        "engagedAt",
        "paymentRisk",
        "paymentRiskNote",
        "churnedOn",
        "createdAt",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>An export has columns for each stage: "stage 3a firstEnteredAt".</summary>
    private static readonly string[] s_perStage = [" firstEnteredAt", " lastEnteredAt", " days"];

    public static string NameOf(ImportFields field) => s_names[BitOperations.Log2((uint)field)];

    /// <summary>The field that a column or property of this name gives, or None.</summary>
    public static ImportFields Find(ReadOnlySpan<char> name, bool migrate)
    {
        if (!s_bySpan.TryGetValue(name, out var field))
            return ImportFields.None;
        return migrate || field < ImportFields.Stage ? field : ImportFields.None;
    }

    /// <summary>Whether the name is one of an export's columns that an import does not take.</summary>
    public static bool IsExportOnly(string name) =>
        s_exportOnly.Contains(name)
        || (
            name.StartsWith("stage ", StringComparison.OrdinalIgnoreCase)
            && Array.Exists(s_perStage, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
        );
}
