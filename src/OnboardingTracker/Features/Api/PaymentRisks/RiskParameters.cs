using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.PaymentRisks;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Platform.Api;

namespace OnboardingTracker.Features.Api.PaymentRisks;

/// <summary>The filters of the list and of its sums, as an address gives them.</summary>
internal static class RiskParameters
{
    public const string Unowned = "none";
    private const int LongestSearch = 200;

    /// <summary>Reads them; what is none of what may be said is a problem that names it.</summary>
    public static async Task<RiskFilter> FilterAsync(TrackerDb db, IQueryCollection address, CancellationToken cancel)
    {
        var owner = One("owner");
        return new()
        {
            Assessment = Code<PaymentRisk>("assessment"),
            Stale = YesNo("stale"),
            Bills = Code<RiskBills>("bills"),
            DueBefore = Day("dueBefore", One("dueBefore")),
            OwnerId = owner is null or Unowned ? null : await OwnerAsync(db, owner, cancel),
            Unowned = owner == Unowned,
            Stages = await StagesAsync(),
            Q =
                One("q") is { } q && DetailText.Problem(q, LongestSearch) is { } problem
                    ? throw Wrong("q", $"The text {problem}.")
                    : One("q"),
        };

        string? One(string name) => address[name].FirstOrDefault();

        async Task<IReadOnlyList<string>> StagesAsync()
        {
            var codes = address["stage"].OfType<string>().Distinct(StringComparer.Ordinal).ToList();
            if (codes.Count == 0)
                return [];
            var stages = await db.StagesAsync(cancel);
            return codes.TrueForAll(code => stages.Find(code) is not null)
                ? codes
                : throw Wrong("stage", $"The code of a stage: {string.Join(", ", stages.InOrder.Select(s => s.Code))}.");
        }

        bool? YesNo(string name) =>
            One(name) switch
            {
                null => null,
                "true" => true,
                "false" => false,
                _ => throw Wrong(name, "true or false."),
            };

        T? Code<T>(string name)
            where T : struct, Enum
        {
            if (One(name) is not { } text)
                return null;
            foreach (var value in Enum.GetValues<T>())
                if (AccountDetails.Code(value) == text)
                    return value;
            throw Wrong(name, $"One of {JsonKinds.Codes<T>()}.");
        }
    }

    public static DateOnly? Day(string field, string? text)
    {
        if (text is null)
            return null;
        return DayText.TryParse(text, out var day, out var reason) ? day : throw Wrong(field, reason + ".");
    }

    public static ApiProblemException Wrong(string field, string message) => ApiProblemException.Invalid(field, message);

    private static async Task<int?> OwnerAsync(TrackerDb db, string owner, CancellationToken cancel)
    {
        var email = EmailAddress.Normalise(owner, out _);
        var id = email is null ? null : await db.Members.Where(m => m.Email == email).Select(m => (int?)m.Id).FirstOrDefaultAsync(cancel);
        return id ?? throw Wrong("owner", $"The e-mail of a member, or {Unowned}.");
    }
}
