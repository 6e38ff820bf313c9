using Microsoft.AspNetCore.Html;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Features.Shared.Components;

namespace OnboardingTracker.Features.Accounts.Editing;

/// <summary>Model of <c>_DetailForm</c>: one detail, what was typed for it, and what is wrong with that.</summary>
public sealed record DetailForm
{
    public required string AccountName { get; init; }

    public required string Action { get; init; }

    public required string Detail { get; init; }

    public required TypedDetail Typed { get; init; }

    /// <summary>The value as the person saw it; empty: none.</summary>
    public required string Seen { get; init; }

    public required string ReturnUrl { get; init; }

    public required string TeamCurrency { get; init; }

    public required IReadOnlyList<Member> Owners { get; init; }

    /// <summary>The member who edits.</summary>
    public int? Me { get; init; }

    public string? Error { get; init; }

    public bool ErrorIsOfCurrency { get; init; }

    /// <summary>What somebody else did meanwhile.</summary>
    public string? Conflict { get; init; }

    public string Label => Words.OfDetail(Detail);

    public string? Hint =>
        Detail switch
        {
            DetailNames.Forecast => "What they are expected to be asked to pay for this period, after credits.",
            DetailNames.NextRenewalOn => "The day on which the billing period ends, in the team's time zone.",
            DetailNames.SalesOwner => "E-mail of the account executive, TAM or CSM. Empty: not with Sales.",
            DetailNames.Domain => "Like acme.com",
            DetailNames.StripeCustomerId => "Like cus_Nf1x2Y3z",
            _ => null,
        };

    public string InputType =>
        Detail switch
        {
            DetailNames.NextRenewalOn => "date",
            DetailNames.SalesOwner => "email",
            _ => "text",
        };

    /// <summary>One press is the edit: nothing is typed.</summary>
    public bool HasFewChoices => Detail is DetailNames.Owner or DetailNames.Plan or DetailNames.Program or DetailNames.Segments;

    public ChoiceMenu Menu =>
        new(
            $"{Label} of {AccountName}",
            Action,
            "Value",
            [.. Choices.Select(choice => new Shared.Choice(choice.Value, choice.Content, choice.Value == Seen))]
        )
        {
            Hidden = [new("Seen", Seen), new("ReturnUrl", ReturnUrl)],
        };

    public IEnumerable<(string Value, string Label, IHtmlContent Content)> Choices =>
        Detail switch
        {
            DetailNames.Owner => Owners
                // Oneself first: "this is mine" is the most frequent answer.
                .OrderByDescending(member => member.Id == Me)
                .Select(member =>
                    (member.Email, member.Absent ? $"{member.Name} (away)" : member.Name, (IHtmlContent)new Avatar(member.Name))
                )
                .Append(("", "No owner", new Avatar(null))),
            DetailNames.Plan => Enum.GetValues<Plan>().Select(plan => Plain(AccountDetails.Code(plan), Words.Of(plan))),
            DetailNames.Program => [Plain("", "None"), Plain(Programs.Yc, Words.OfProgram(Programs.Yc))],
            DetailNames.Segments =>
            [
                Plain(Segments.OnboardingEngaged, $"In {Segments.OnboardingEngaged}"),
                Plain("", "Worked through: take it out"),
            ],
            _ => [],
        };

    private static (string, string, IHtmlContent) Plain(string value, string label) =>
        (value, label, new HtmlContentBuilder().Append(label));
}
