using System.Text.Json;
using System.Text.Json.Nodes;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Platform.Api;

namespace OnboardingTracker.Features.Api.Policies;

/// <summary>The policy: every number and switch of the rules, and the version in which it is in force.</summary>
public sealed record PolicyAnswer : Policy
{
    public PolicyAnswer(Policy policy, int version)
        : base(policy) => Version = version;

    /// <summary>Counts the changes; 0 is the policy as shipped. A policy with another version has other values.</summary>
    public int Version { get; }

    /// <summary>The policy as shipped, which is what the description shows.</summary>
    internal static string Example { get; } = JsonSerializer.Serialize(new PolicyAnswer(new(), 0), ApiJson.Options);
}

/// <summary>What <c>PATCH /policy</c> takes: the values to change.</summary>
public sealed record PolicyBody : Policy
{
    /// <summary>The version that was read; where another is in force by now, nothing is changed.</summary>
    public int Version { get; init; }
}

/// <summary>What a changed policy would move.</summary>
/// <param name="Version">The version in force, which the preview compares with.</param>
/// <param name="Changes">Name of each value that would change, to the old and the new one.</param>
public sealed record PreviewAnswer(
    int Version,
    IReadOnlyDictionary<string, ChangeAnswer> Changes,
    IReadOnlyList<PlaybookPreviewAnswer> Playbooks
)
{
    internal const string Example = """
        {
          "version": 3,
          "changes": { "finalOutreachDaysBefore": { "from": 10, "to": 14 } },
          "playbooks": [
            {
              "playbook": "final-outreach-due",
              "enabled": true,
              "movesNow": 12,
              "wouldMove": 13,
              "newlyMoving": {
                "count": 1,
                "accounts": [
                  {
                    "account": "acme",
                    "name": "Acme",
                    "from": "2",
                    "to": "5",
                    "reason": "renews in 12 days, on 2026-12-02"
                  }
                ]
              },
              "noLongerMoving": { "count": 0, "accounts": [] }
            }
          ]
        }
        """;

    internal static PreviewAnswer Of(Policy present, Policy wanted, int version, IReadOnlyList<PlaybookPreview> previews)
    {
        var before = JsonSerializer.SerializeToNode(present, ApiJson.Options)!;
        var after = JsonSerializer.SerializeToNode(wanted, ApiJson.Options)!;
        return new PreviewAnswer(
            version,
            PolicyDifferences
                .Between(present, wanted)
                .Keys.ToDictionary(name => name, name => new ChangeAnswer(before[name]!.DeepClone(), after[name]!.DeepClone())),
            [.. previews.Select(PlaybookPreviewAnswer.Of)]
        );
    }
}

/// <summary>A value before and after.</summary>
public sealed record ChangeAnswer(JsonNode From, JsonNode To);

/// <summary>What one playbook would do now under the changed policy.</summary>
/// <param name="Enabled">A playbook that is switched off moves nothing by itself, whatever the policy says.</param>
/// <param name="MovesNow">Accounts that it would move now under the policy in force.</param>
/// <param name="WouldMove">Accounts that it would move now under the changed policy.</param>
/// <param name="NewlyMoving">Accounts that only the changed policy moves.</param>
/// <param name="NoLongerMoving">Accounts that only the policy in force moves.</param>
public sealed record PlaybookPreviewAnswer(
    string Playbook,
    bool Enabled,
    int MovesNow,
    int WouldMove,
    PreviewedAnswer NewlyMoving,
    PreviewedAnswer NoLongerMoving
)
{
    internal static PlaybookPreviewAnswer Of(PlaybookPreview preview) =>
        new(
            preview.Playbook,
            preview.Enabled,
            preview.MovesNow,
            preview.WouldMove,
            PreviewedAnswer.Of(preview.NewlyMoving),
            PreviewedAnswer.Of(preview.NoLongerMoving)
        );
}

/// <param name="Count">How many there are.</param>
/// <param name="Accounts">The first 100 of them, soonest renewal first.</param>
public sealed record PreviewedAnswer(int Count, IReadOnlyList<PreviewedAccountAnswer> Accounts)
{
    internal static PreviewedAnswer Of(PreviewedAccounts accounts) =>
        new(accounts.Count, [.. accounts.First.Select(a => new PreviewedAccountAnswer(a.ExternalId, a.Name, a.From, a.To, a.Reason))]);
}

/// <param name="From">The stage that it is in; null: not in the pipeline.</param>
/// <param name="Reason">Why it would be moved; or which condition would no longer hold, and on which value.</param>
public sealed record PreviewedAccountAnswer(string Account, string Name, string? From, string To, string Reason);
