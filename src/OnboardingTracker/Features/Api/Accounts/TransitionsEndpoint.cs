using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Platform.Api;

namespace OnboardingTracker.Features.Api.Accounts;

/// <summary>One change of an account's stage.</summary>
/// <param name="From">Code; null: it was not in the pipeline.</param>
/// <param name="To">Code; null: an undo took it out of the pipeline again.</param>
/// <param name="At">When we moved it; for a migrated stage, when the other system says that it was entered.</param>
/// <param name="Actor">user:…, api:… or playbook:….</param>
/// <param name="Evidence">What it stands on; null: a person's word.</param>
/// <param name="Undoes">The transition that it undoes; the pair counts for nothing.</param>
/// <param name="Migrated">The stage was taken over from another system, dated as given.</param>
/// <param name="PlaybookRun">The run of a playbook that made it.</param>
public sealed record TransitionAnswer(
    long Id,
    string? From,
    string? To,
    DateTimeOffset At,
    string Actor,
    string? Reason,
    EvidenceAnswer? Evidence,
    long? Undoes,
    bool Migrated,
    long? PlaybookRun
);

/// <summary>What a transition stands on.</summary>
/// <param name="On">The team's day on which it was decided.</param>
/// <param name="Facts">Each condition, and the value that fulfilled it.</param>
/// <param name="PolicyVersion">The version of the policy that was read.</param>
/// <param name="Signals">The signals that said so; empty: it stands on none.</param>
public sealed record EvidenceAnswer(
    DateOnly? On,
    IReadOnlyList<FactAnswer> Facts,
    int? PolicyVersion,
    IReadOnlyList<EvidenceSignal> Signals
);

/// <summary>A signal that a transition stands on.</summary>
/// <param name="Kind">emailReceived, callBooked, …</param>
/// <param name="OccurredAt">When it happened, which may be long before the transition.</param>
public sealed record EvidenceSignal(long Id, string? Kind, DateTimeOffset OccurredAt);

/// <param name="Name">The condition.</param>
/// <param name="Value">What it was.</param>
public sealed record FactAnswer(string Name, string Value);

/// <summary><c>GET /accounts/{externalId}/transitions</c>.</summary>
internal static class TransitionsEndpoint
{
    private const string Cursor = "transitions";
    private const string Example = """
        {
          "items": [
            {
              "id": 7,
              "from": "2",
              "to": "5",
              "at": "2026-11-21T06:00:02Z",
              "actor": "playbook:final-outreach-due",
              "reason": "renews in 10 days, on 2026-12-01",
              "evidence": {
                "on": "2026-11-21",
                "facts": [{ "name": "renewal within 10 days", "value": "renews on 2026-12-01" }],
                "policyVersion": 3,
                "signals": [{ "id": 41, "kind": "emailSent", "occurredAt": "2026-11-02T09:12:00Z" }]
              },
              "undoes": null,
              "migrated": false,
              "playbookRun": 12
            }
          ],
          "nextCursor": null
        }
        """;

    public static void MapTransitions(this RouteGroupBuilder api) =>
        api.MapGet("/accounts/{externalId}/transitions", ListAsync)
            .WithName("listTransitions")
            .WithSummary("How it came to be where it is")
            .WithDescription("All transitions of the account, newest first. History is never edited: an undo is a further transition.")
            .Parameter(AccountEndpoints.Parameter, AccountEndpoints.ParameterMeans)
            .Paged()
            .Gives(200, Example)
            .Refuses(400, 404);

    private static async Task<Ok<ApiList<TransitionAnswer>>> ListAsync(
        string externalId,
        string? limit,
        string? cursor,
        HttpContext http,
        TrackerDb db,
        CancellationToken cancel
    )
    {
        var most = ApiPage.Limit(limit);
        var before = ApiPage.Place(Cursor, cursor) ?? long.MaxValue;
        var id = await db.AccountIdAsync(http, cancel);
        var transitions = await db
            .Transitions.AsNoTracking()
            .Where(t => t.AccountId == id && t.Id < before)
            .OrderByDescending(t => t.Id)
            .Take(most + 1)
            .ToListAsync(cancel);
        var ids = transitions.SelectMany(t => t.Evidence?.Signals ?? []).Distinct().ToList();
        var signals = await db
            .Signals.AsNoTracking()
            .Where(s => ids.Contains(s.Id))
            .Select(s => new EvidenceSignal(s.Id, s.Kind, s.OccurredAt))
            .ToDictionaryAsync(s => s.Id, cancel);
        return TypedResults.Ok(ApiPage.Of(transitions.ConvertAll(t => Of(t, signals)), most, t => ApiPage.Cursor(Cursor, t.Id)));
    }

    private static TransitionAnswer Of(Transition transition, Dictionary<long, EvidenceSignal> signals) =>
        new(
            transition.Id,
            transition.From,
            transition.To,
            transition.At,
            transition.Actor.ToString(),
            transition.Reason,
            transition.Evidence is { } evidence
                ? new(
                    evidence.On,
                    [.. evidence.Facts.Select(fact => new FactAnswer(fact.Name, fact.Value))],
                    evidence.PolicyVersion,
                    // A signal that is gone, as a contact's that was erased, is named no more.
                    [.. (evidence.Signals ?? []).Select(id => signals.GetValueOrDefault(id)).OfType<EvidenceSignal>()]
                )
                : null,
            transition.UndoesId,
            transition.Migrated,
            transition.PlaybookRunId
        );
}
