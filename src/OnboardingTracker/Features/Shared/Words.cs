using System.Globalization;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Features.Shared;

/// <summary>How pages write what the domain names: the words that people use for it.</summary>
public static class Words
{
    public static string Of(Plan plan) =>
        plan switch
        {
            Plan.PayAsYouGo => "Pay-as-you-go",
            _ => plan.ToString(),
        };

    /// <summary>"YC" for the programme that the rules know; any other as it was given.</summary>
    public static string OfProgram(string program) => program == Programs.Yc ? "YC" : program;

    public static string Of(PaymentRisk risk) =>
        risk switch
        {
            PaymentRisk.LikelyToPay => "Likely to pay",
            PaymentRisk.AtRisk => "At risk",
            PaymentRisk.UnlikelyToPay => "Unlikely to pay",
            _ => "Not assessed",
        };

    public static string Of(Role role) =>
        role switch
        {
            Role.Lead => "Team lead",
            _ => role.ToString(),
        };

    /// <summary>What the role allows, in a few words.</summary>
    public static string May(Role role) =>
        role switch
        {
            Role.Specialist => "works on accounts, marks payment risk",
            Role.Revenue => "reads accounts, marks payment risk",
            Role.Lead => "also policy, playbooks and team",
            _ => "also import, API keys, audit log and jobs",
        };

    /// <summary>The badge's tint for it; the word always stands in it too.</summary>
    public static string BadgeOf(PaymentRisk risk) =>
        risk switch
        {
            PaymentRisk.LikelyToPay => "badge badge--ok",
            PaymentRisk.AtRisk => "badge badge--warn",
            PaymentRisk.UnlikelyToPay => "badge badge--danger",
            _ => "badge",
        };

    /// <summary>The label of a detail, one of <see cref="DetailNames"/>.</summary>
    public static string OfDetail(string detail) =>
        detail switch
        {
            DetailNames.NextRenewalOn => "Renewal",
            DetailNames.StripeCustomerId => "Stripe customer",
            DetailNames.SalesOwner => "With Sales",
            DetailNames.PaymentRisk => "Payment risk",
            _ => char.ToUpperInvariant(detail[0]) + detail[1..],
        };

    /// <summary>"3 days", "1 hour", "under a minute": the largest unit that says enough.</summary>
    public static string Of(TimeSpan span) =>
        span.TotalMinutes < 1 ? "under a minute"
        : span.TotalHours < 1 ? Count((int)span.TotalMinutes, "minute")
        : span.TotalDays < 1 ? Count((int)span.TotalHours, "hour")
        : Count((int)span.TotalDays, "day");

    /// <summary>"1 account", "1,204 accounts" in the reader's format.</summary>
    public static string Count(long number, string one, ReaderFormat? format = null) =>
        $"{format?.Number(number) ?? number.ToString(CultureInfo.InvariantCulture)} {one}{(number == 1 ? "" : "s")}";
}
