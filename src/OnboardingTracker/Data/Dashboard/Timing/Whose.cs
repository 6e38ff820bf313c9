using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Data.Dashboard.Timing;

/// <summary>Which of the accounts in work a number counts: those in a stage, those of an owner, or all.</summary>
/// <param name="Condition">Over <c>stage</c> and <c>owner_id</c>.</param>
/// <param name="Words">" in 2 Onboarding Initiated", " of Ann": for a title.</param>
internal sealed record Whose(string Condition, string Words, NpgsqlParameter[] Parameters)
{
    /// <returns>Null: there is no such stage or person.</returns>
    public static async Task<Whose?> ReadAsync(TrackerDb db, IReadOnlyDictionary<string, string> keys, AsOf asOf, CancellationToken cancel)
    {
        var (condition, words) = ("true", "");
        List<NpgsqlParameter> parameters = [];
        if (keys.TryGetValue("stage", out var stage))
        {
            if (!TimingSql.Codes(kind => kind != StageKind.Outcome).Contains(stage))
                return null;
            condition += " and stage = @stage";
            words += $" in {await db.StageLabelAsync(stage, asOf, cancel)}";
            parameters.Add(new NpgsqlParameter<string>("stage", stage));
        }
        if (keys.TryGetValue("owner", out var owner))
        {
            var nobody = owner == BeyondByOwnerTable.Nobody;
            var id = int.TryParse(owner, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null;
            var name = nobody ? "nobody" : await db.Members.Where(m => m.Id == id).Select(m => m.Name).FirstOrDefaultAsync(cancel);
            if (name is null)
                return null;
            condition += " and owner_id is not distinct from @owner";
            words += $" of {name}";
            parameters.Add(new NpgsqlParameter("owner", NpgsqlDbType.Integer) { Value = nobody ? DBNull.Value : id });
        }
        return new(condition, words, [.. parameters]);
    }
}

internal static class StageLabels
{
    /// <summary>"2 Onboarding Initiated", as the stage was called at the moment.</summary>
    public static async Task<string> StageLabelAsync(this TrackerDb db, string stage, AsOf asOf, CancellationToken cancel)
    {
        var names = await db.StageNames.AsNoTracking().Where(name => name.Stage == stage).OrderBy(name => name.Id).ToListAsync(cancel);
        var then = names.LastOrDefault(name => asOf.IsNow || name.RecordedAt < asOf.Until) ?? names.FirstOrDefault();
        return $"{stage} {then?.Name}".TrimEnd();
    }
}
