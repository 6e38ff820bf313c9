using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Platform.Api;

namespace OnboardingTracker.Features.Api.Accounts;

/// <summary>Why an account has, or has not, moved.</summary>
/// <param name="On">The team's day on which this was worked out.</param>
/// <param name="Holds">What people hold off this account now.</param>
public sealed record WhyAnswer(
    string Account,
    string? Stage,
    DateOnly On,
    IReadOnlyList<WhyPlaybookAnswer> Playbooks,
    IReadOnlyList<HoldAnswer> Holds
);

/// <summary>One playbook and one account.</summary>
/// <param name="Enabled">Whether the playbook is switched on.</param>
/// <param name="MovesTo">The stage that it moves accounts to; null: it moves none.</param>
/// <param name="Raises">The kind of the tasks that it raises; null: none.</param>
/// <param name="Sends">survey: it asks a contact by mail how the onboarding was; null: it sends nothing.</param>
/// <param name="WouldMove">Whether it would move the account, raise its alert, or ask it, now: it is on, every condition holds, and nobody holds it off.</param>
/// <param name="Conditions">Everything that must hold.</param>
/// <param name="Held">The hold that keeps it away; null: none.</param>
public sealed record WhyPlaybookAnswer(
    string Name,
    bool Enabled,
    string? MovesTo,
    string? Raises,
    string? Sends,
    bool WouldMove,
    IReadOnlyList<ConditionAnswer> Conditions,
    HoldAnswer? Held
);

/// <param name="Name">What must hold.</param>
/// <param name="Holds">Whether it does.</param>
/// <param name="Value">On which value.</param>
public sealed record ConditionAnswer(string Name, bool Holds, string Value);

/// <summary><c>GET /accounts/{externalId}/why</c>.</summary>
internal static class AccountWhyEndpoint
{
    private const string Example = """
        {
          "account": "acme",
          "stage": "2",
          "on": "2026-11-20",
          "playbooks": [
            {
              "name": "final-outreach-due",
              "enabled": true,
              "movesTo": "5",
              "raises": null,
              "sends": null,
              "wouldMove": false,
              "conditions": [
                { "name": "renewal within 10 days", "holds": false, "value": "renews on 2026-12-01" }
              ],
              "held": null
            }
          ],
          "holds": []
        }
        """;

    public static void MapAccountWhy(this RouteGroupBuilder api) =>
        api.MapGet("/accounts/{externalId}/why", WhyAsync)
            .WithName("explainAccount")
            .WithSummary("Why has it (not) moved?")
            .WithDescription("For every playbook each condition, whether it holds on this account now, and on which value; and the holds.")
            .Parameter(AccountEndpoints.Parameter, AccountEndpoints.ParameterMeans)
            .Gives(200, Example)
            .Refuses(404);

    private static async Task<Ok<WhyAnswer>> WhyAsync(
        string externalId,
        HttpContext http,
        TrackerDb db,
        TimeProvider time,
        CancellationToken cancel
    )
    {
        var id = await db.AccountIdAsync(http, cancel);
        var context = await db.RunContextAsync(time.GetUtcNow(), cancel);
        var subject = (await db.SubjectsToExplainAsync([id], cancel))[0];
        var holds = (
            await db.Holds.AsNoTracking().Where(h => h.AccountId == id && h.LiftedAt == null).OrderBy(h => h.Id).ToListAsync(cancel)
        )
            .FindAll(hold => hold.InForce(subject.NextRenewalOn, subject.Passage))
            .ConvertAll(HoldAnswer.Of);
        var off = await db.PlaybookSwitches.Where(s => !s.Enabled).Select(s => s.Playbook).ToListAsync(cancel);
        return TypedResults.Ok(
            new WhyAnswer(
                subject.ExternalId,
                subject.Stage,
                context.Today,
                [.. PlaybookBook.All.Select(playbook => Explain(playbook, subject, context, !off.Contains(playbook.Name), holds))],
                holds
            )
        );
    }

    private static WhyPlaybookAnswer Explain(
        Playbook playbook,
        PlaybookSubject subject,
        RunContext context,
        bool enabled,
        List<HoldAnswer> holds
    )
    {
        var conditions = playbook.ExplainAll(subject, context);
        var held = holds.Find(hold => hold.Playbook == playbook.Name);
        return new WhyPlaybookAnswer(
            playbook.Name,
            enabled,
            playbook.MovesTo,
            playbook.Alert?.Kind,
            playbook.SendsSurvey ? "survey" : null,
            enabled && held is null && conditions.All(condition => condition.Holds),
            [.. conditions.Select(condition => new ConditionAnswer(condition.Name, condition.Holds, condition.Value))],
            held
        );
    }
}
