using System.Globalization;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Domain.Accounts;

/// <summary>
/// How an account takes new values for its details: between sources the later received wins; a person's edit holds until its
/// source sends a <em>different</em> value. Source: pipeline.md, last paragraph of "The playbooks".
/// </summary>
public static class AccountDetails
{
    /// <summary>Applies what was said and returns the history row to store, or null where nothing changed.</summary>
    /// <param name="source">One of <see cref="DetailSources"/> or an outside source's name.</param>
    /// <param name="ownerEmail">The e-mail of a member by id, for the history.</param>
    public static AccountChange? Take(
        this Account account,
        AccountUpdate update,
        string source,
        Actor actor,
        Policy policy,
        DateTimeOffset now,
        Func<int, string> ownerEmail
    )
    {
        var changes = new Dictionary<string, string?[]>();
        var today = TeamCalendar.DayOf(now, policy);

        Set(DetailNames.Name, update.Name, account.Name, value => value, value => account.Name = value);
        Set(DetailNames.Domain, update.Domain, account.Domain, value => value, value => account.Domain = value);
        Set(DetailNames.Plan, update.Plan, account.Plan, value => Code(value), value => account.Plan = value);
        Set(DetailNames.Program, update.Program, account.Program, value => value, value => account.Program = value);
        Set(DetailNames.Forecast, update.Forecast, account.Forecast, value => value?.ToString(), SetForecast);
        Set(DetailNames.NextRenewalOn, update.NextRenewalOn, account.NextRenewalOn, Day, SetRenewal);
        Set(
            DetailNames.StripeCustomerId,
            update.StripeCustomerId,
            account.StripeCustomerId,
            value => value,
            value => account.StripeCustomerId = value
        );
        Set(DetailNames.SalesOwner, update.SalesOwner, account.SalesOwner, value => value, value => account.SalesOwner = value);
        Set(
            DetailNames.Owner,
            update.OwnerId,
            account.OwnerId,
            value => value is { } id ? ownerEmail(id) : null,
            value => account.OwnerId = value
        );
        Set(
            DetailNames.Segments,
            update.LegacySegment,
            account.InLegacySegment,
            value => value ? Segments.OnboardingEngaged : null,
            value => account.InLegacySegment = value
        );

        if (changes.Count == 0)
            return null;
        account.ChangedAt = now;
        return new AccountChange
        {
            AccountId = account.Id,
            At = now,
            Source = source,
            Actor = actor,
            Values = changes,
        };

        void Set<T>(string detail, Optional<T> said, T present, Func<T, string?> text, Action<T> set)
        {
            if (!said.IsGiven)
                return;
            var (was, becomes) = (text(present), text(said.Value));
            if (source == DetailSources.Person)
            {
                if (was == becomes)
                    return;
                account.PersonEdits = new(account.PersonEdits ?? []);
                account.PersonEdits.TryAdd(detail, was);
            }
            else if (source != DetailSources.Rule && account.PersonEdits?.TryGetValue(detail, out var sent) == true)
            {
                if (sent == becomes)
                    return;
                var edits = account.PersonEdits.Where(edit => edit.Key != detail).ToDictionary();
                account.PersonEdits = edits.Count == 0 ? null : edits;
            }
            if (was == becomes)
                return;
            changes[detail] = [was, becomes];
            set(said.Value);
        }

        void SetForecast(Money? forecast)
        {
            account.ForecastAmount = forecast?.Amount;
            account.ForecastCurrency = forecast?.Currency;
            account.ForecastInTeamCurrency = forecast?.InTeamCurrency(policy.TeamCurrency, policy.CurrencyRates);
        }

        void SetRenewal(DateOnly? renewalOn)
        {
            // A day that had passed before the account entered the pipeline is no renewal since its entry.
            var sinceEntry = account.PassageBeganAt is { } beganAt && account.NextRenewalOn >= TeamCalendar.DayOf(beganAt, policy);
            if (sinceEntry && IsNextRenewal(account.NextRenewalOn, renewalOn, today))
                account.RenewalNumber++;
            account.NextRenewalOn = renewalOn;
        }
    }

    /// <summary>
    /// Whether a new renewal day means that the former one has come, and not that it was corrected: it had been reached (a day's
    /// grace for a source that speaks early), and the new one is another occasion.
    /// </summary>
    public static bool IsNextRenewal(DateOnly? former, DateOnly? next, DateOnly today) =>
        former is { } was && next is { } becomes && today >= was.AddDays(-1) && becomes >= was.AddDays(Hold.DaysToAnotherRenewal);

    /// <summary>A detail's present value as history writes it; null: none.</summary>
    /// <param name="ownerEmail">The e-mail of the account's owner.</param>
    public static string? TextOf(this Account account, string detail, string? ownerEmail) =>
        detail switch
        {
            DetailNames.Name => account.Name,
            DetailNames.Domain => account.Domain,
            DetailNames.Plan => Code(account.Plan),
            DetailNames.Program => account.Program,
            DetailNames.Forecast => account.Forecast?.ToString(),
            DetailNames.NextRenewalOn => Day(account.NextRenewalOn),
            DetailNames.StripeCustomerId => account.StripeCustomerId,
            DetailNames.SalesOwner => account.SalesOwner,
            DetailNames.Owner => ownerEmail,
            DetailNames.Segments => account.InLegacySegment ? Segments.OnboardingEngaged : null,
            DetailNames.PaymentRisk => Code(account.PaymentRisk),
            _ => throw new ArgumentOutOfRangeException(nameof(detail), detail, "No such detail."),
        };

    /// <summary>The API's word for a plan: camelCase.</summary>
    public static string Code<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
