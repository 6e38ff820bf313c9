using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Data.Accounts;

/// <summary>What a page with a list of accounts knows besides the accounts: read once per request.</summary>
public sealed record ListContext(RunContext Run, StageCatalogue Stages, IReadOnlyList<Member> Members, ListViewer Viewer)
{
    private readonly Dictionary<int, Member> _byId = Members.ToDictionary(member => member.Id);

    /// <summary>Those to whom accounts can be given, by name.</summary>
    public IEnumerable<Member> Owners =>
        Members.Where(member => member.Active && member.Role != Role.Revenue).OrderBy(member => member.Name, StringComparer.Ordinal);

    public static async Task<ListContext> ReadAsync(
        TrackerDb db,
        int? memberId,
        bool ownFirst,
        DateTimeOffset now,
        bool looking,
        CancellationToken cancel = default
    )
    {
        // One connection for the whole page: each return to the pool costs a round trip to clean it.
        await db.Database.OpenConnectionAsync(cancel);
        var run = await db.RunContextAsync(now, cancel);
        var stages = await db.StagesAsync(cancel);
        var members = await db.Members.AsNoTracking().ToListAsync(cancel);
        var newSince = memberId is { } id ? await db.NewSinceAsync(id, now, looking, cancel) : null;
        return new(run, stages, members, new ListViewer(memberId, ownFirst, newSince));
    }

    public AccountFilter Filter(ListQuery query) =>
        query.ToFilter(Viewer, email => Members.FirstOrDefault(member => member.Email == email)?.Id, Run.Today);

    public string? OwnerName(AccountRow row) => row.OwnerId is { } id ? _byId.GetValueOrDefault(id)?.Name : null;

    public bool IsNew(AccountRow row) => Viewer.NewSince is { } since && row.PassageBeganAt > since;
}
