using Npgsql;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Data.Dashboard.Timing;

/// <summary>The passages that ended in some days.</summary>
public sealed class EndedPassageList(TrackerDb db) : IFigureList
{
    public const string ListName = "finished";

    public string Name => ListName;

    public async Task<FigureCell?> FindAsync(IReadOnlyDictionary<string, string> keys, FigureQuery query, CancellationToken cancel)
    {
        var outcome = keys.GetValueOrDefault("outcome", PassageLengthTable.All);
        if (outcome != PassageLengthTable.All && !TimingSql.Codes(kind => kind == StageKind.Outcome).Contains(outcome))
            return null;
        var (within, periods) = (keys.GetValueOrDefault("within"), keys.GetValueOrDefault("periods"));
        if (within is not (null or "yes" or "no") || periods is not (null or "1" or "2" or "3" or "none"))
            return null;
        var sql = $"""
            {PassageSql.Ended}
            select account_id, id as key, at,
                'to ' || outcome || ' after ' || round((days / 7)::numeric, 1) || ' weeks, '
                    || case when periods is null then 'billing periods not known' when periods = 1 then '1 billing period'
                        else periods || ' billing periods' end as note,
                null::numeric as amount
            from passages
            where (@outcome = '{PassageLengthTable.All}' or outcome = @outcome)
                {(
                within switch
                {
                    null => "",
                    "yes" => "and within",
                    _ => "and not within",
                }
            )}
                {(
                periods switch
                {
                    null => "",
                    "none" => "and periods is null",
                    "3" => "and periods >= 3",
                    _ => "and periods = " + periods,
                }
            )}
            """;
        var label = outcome == PassageLengthTable.All ? "any outcome" : await db.StageLabelAsync(outcome, query.AsOf, cancel);
        return new(
            $"Finished in {label} {TimingSql.InWords(query.Span)}"
                + within switch
                {
                    null => "",
                    "yes" => $", within {query.AsOf.Policy.PassageWeeks} weeks",
                    _ => $", after more than {query.AsOf.Policy.PassageWeeks} weeks",
                }
                + periods switch
                {
                    null => "",
                    "1" => ", in one billing period",
                    "2" => ", in two billing periods",
                    "3" => ", in three billing periods or more",
                    _ => ", billing periods not known",
                },
            sql,
            TimingSql.Parameters(query, sql, new NpgsqlParameter<string>("outcome", outcome))
        );
    }
}
