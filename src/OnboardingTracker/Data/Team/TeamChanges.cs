using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Audit;
using OnboardingTracker.Data.Notices;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Data.Tasks;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Notices;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Data.Team;

/// <summary>
/// Adds and changes members, audited. One change of the team at a time, so that two admins who demote each other at the same moment
/// do not leave the team without one. When somebody appears, unowned accounts are dealt out.
/// </summary>
public sealed class TeamChanges(
    TrackerDb db,
    AccountHandover handover,
    AbsentTasks tasks,
    LeadOwners leadOwners,
    NoticeBoard notices,
    TimeProvider time
)
{
    internal const string LockName = "team";

    /// <param name="email">In the form in which it is stored: lower case.</param>
    /// <param name="by">The role of who asks.</param>
    public async Task<TeamChange> AddAsync(string email, string name, Role role, Actor actor, Role by, CancellationToken cancel = default)
    {
        if (!MemberRules.MayMake(by, null, role))
            return new TeamChange.Forbidden("Only an admin makes somebody an admin.");
        await using var transaction = await BeginAsync(cancel);
        if (await db.Members.AsNoTracking().FirstOrDefaultAsync(m => m.Email == email, cancel) is { } known)
            return new TeamChange.Exists(known);
        var now = time.GetUtcNow();
        var member = new Member
        {
            Email = email,
            Name = name,
            Role = role,
            CreatedAt = now,
        };
        db.Members.Add(member);
        Note("member added", email, actor, now, new() { ["name"] = [null, name], ["role"] = [null, AccountDetails.Code(role)] });
        await SaveAsync(transaction, cancel);
        await DealOutAsync(member.TakesNewLeads, now, cancel);
        return new TeamChange.Accepted(member);
    }

    public async Task<TeamChange> ChangeAsync(int memberId, MemberUpdate update, Actor actor, Role by, CancellationToken cancel = default)
    {
        var now = time.GetUtcNow();
        await using var transaction = await BeginAsync(cancel);
        var member = await db.Members.FirstOrDefaultAsync(m => m.Id == memberId, cancel);
        if (member is null)
            return new TeamChange.NotFound();
        var (tookLeads, mayOwn) = (member.TakesNewLeads, MemberRules.MayOwn(member));
        if (await RefusalAsync(member, update, by, cancel) is { } refusal)
            return refusal;

        var values = Apply(member, update);
        var handsOver = mayOwn && !MemberRules.MayOwn(member);
        var inWork = handsOver ? await db.Accounts.CountAsync(a => a.OwnerId == memberId && a.InWork, cancel) : 0;
        var toDo = handsOver ? await AbsentTasks.OfAsync(db, memberId, cancel) : 0;
        if ((inWork > 0 || toDo > 0) && !update.ReassignTo.IsGiven)
        {
            db.ChangeTracker.Clear();
            var accounts = inWork == 0 ? null : $"owns {(inWork == 1 ? "1 account" : $"{inWork} accounts")} in work";
            var open = toDo == 0 ? null : $"has {(toDo == 1 ? "1 open task" : $"{toDo} open tasks")}";
            return new TeamChange.Refused(
                MemberRules.AccountsNeedAnOwner,
                $"{member.Name} {string.Join(" and ", new[] { accounts, open }.OfType<string>())}. Say who gets them, or that nobody does for now.",
                inWork,
                toDo
            );
        }
        if (values.Count == 0)
            return new TeamChange.Accepted(member);
        Note("member changed", member.Email, actor, now, values);
        await db.SaveChangesAsync(cancel);
        // A link made for a specialist must not become an admin's, nor let somebody back in.
        if (values.ContainsKey("role") || values.ContainsKey("active"))
            await db.SignInLinks.Where(link => link.MemberId == memberId).ExecuteDeleteAsync(cancel);
        var reassigned =
            handsOver && update.ReassignTo.IsGiven
                ? await handover.HandOverAsync(Npgsql(transaction), memberId, update.ReassignTo.Value, actor, now, cancel)
                : 0;
        if (reassigned > 0 && update.ReassignTo.Value is { } heir)
            await notices.TellAsync(heir, Inherited(member, reassigned, actor, now), cancel);
        if (handsOver && update.ReassignTo.IsGiven)
            await tasks.HandOverAsync(memberId, update.ReassignTo.Value, actor, cancel);
        // Who went away has somebody stand in, and who is back has their own again.
        if (values.ContainsKey("absent") || values.ContainsKey("active") || handsOver)
            await tasks.ReconcileAsync(actor, cancel);
        await SaveAsync(transaction, cancel);
        await DealOutAsync((member.TakesNewLeads && !tookLeads) || (reassigned > 0 && update.ReassignTo.Value is null), now, cancel);
        return new TeamChange.Accepted(member, reassigned);
    }

    private static NoticeToTell Inherited(Member from, int accounts, Actor actor, DateTimeOffset now) =>
        new()
        {
            Kind = NoticeKind.AccountAssigned,
            Key = FormattableString.Invariant($"accounts of {from.Id} {now:O}"),
            Title = FormattableString.Invariant($"{from.Name}'s accounts are yours now: {accounts}"),
            Link = "/",
            By = actor,
        };

    /// <summary>Says who takes care of alerts, and who gets what has no one; null: nobody. Tasks that there are stay where they are, but for those of people who are away.</summary>
    /// <returns>Null: saved. Otherwise why not, for who asked.</returns>
    public async Task<string?> AssignDeskAsync(
        int? alertAssigneeId,
        int? fallbackAssigneeId,
        Actor actor,
        CancellationToken cancel = default
    )
    {
        await using var transaction = await BeginAsync(cancel);
        int?[] wanted = [alertAssigneeId, fallbackAssigneeId];
        var members = await db.Members.ToDictionaryAsync(member => member.Id, cancel);
        if (wanted.OfType<int>().Any(id => !members.TryGetValue(id, out var member) || !member.Active))
            return "Choose active people of the team.";
        var settings = await db.TeamSettings.SingleOrDefaultAsync(cancel);
        if (settings is null)
            db.TeamSettings.Add(settings = new TeamSettings());
        var values = new Dictionary<string, string?[]>();
        if (settings.AlertAssigneeId != alertAssigneeId)
            values["alertAssignee"] = [EmailOf(settings.AlertAssigneeId), EmailOf(alertAssigneeId)];
        if (settings.FallbackAssigneeId != fallbackAssigneeId)
            values["fallbackAssignee"] = [EmailOf(settings.FallbackAssigneeId), EmailOf(fallbackAssigneeId)];
        if (values.Count == 0)
            return null;
        (settings.AlertAssigneeId, settings.FallbackAssigneeId) = (alertAssigneeId, fallbackAssigneeId);
        Note("team settings changed", "team", actor, time.GetUtcNow(), values);
        await db.SaveChangesAsync(cancel);
        await tasks.ReconcileAsync(actor, cancel);
        await SaveAsync(transaction, cancel);
        return null;

        string? EmailOf(int? id) => id is { } known ? members.GetValueOrDefault(known)?.Email : null;
    }

    /// <summary>Everybody writes their own name as they like.</summary>
    public async Task RenameSelfAsync(int memberId, string name, Actor actor, CancellationToken cancel = default)
    {
        await using var transaction = await BeginAsync(cancel);
        var member = await db.Members.FirstAsync(m => m.Id == memberId, cancel);
        var values = Apply(member, new MemberUpdate { Name = name });
        if (values.Count > 0)
            Note("member changed", member.Email, actor, time.GetUtcNow(), values);
        await SaveAsync(transaction, cancel);
    }

    private async Task<TeamChange?> RefusalAsync(Member member, MemberUpdate update, Role by, CancellationToken cancel)
    {
        var becomes = update.Role.IsGiven ? update.Role.Value : member.Role;
        if (!MemberRules.MayMake(by, member.Role, becomes))
            return new TeamChange.Forbidden("Only an admin makes somebody an admin, or changes one.");
        var stays = becomes == Role.Admin && (update.Active.IsGiven ? update.Active.Value : member.Active);
        if (member is { Role: Role.Admin, Active: true } && !stays)
        {
            var others = await db.Members.AnyAsync(m => m.Role == Role.Admin && m.Active && m.Id != member.Id, cancel);
            if (!others)
                return new TeamChange.Refused(
                    MemberRules.LastAdmin,
                    $"{member.Name} is the last active admin. Make somebody else an admin first."
                );
        }
        if (update.ReassignTo is { IsGiven: true, Value: { } heir })
        {
            var to = await db.Members.AsNoTracking().FirstOrDefaultAsync(m => m.Id == heir, cancel);
            if (to is null || to.Id == member.Id || !MemberRules.MayOwn(to))
                return new TeamChange.Refused(MemberRules.CannotOwn, "Accounts go to another active member who works on accounts.");
        }
        return null;
    }

    private static Dictionary<string, string?[]> Apply(Member member, MemberUpdate update)
    {
        var values = new Dictionary<string, string?[]>();
        Set("name", update.Name, member.Name, value => value, value => member.Name = value);
        Set("role", update.Role, member.Role, value => AccountDetails.Code(value), value => member.Role = value);
        Set("absent", update.Absent, member.Absent, value => value ? "true" : "false", value => member.Absent = value);
        Set("active", update.Active, member.Active, value => value ? "true" : "false", value => member.Active = value);
        return values;

        void Set<T>(string name, Optional<T> said, T present, Func<T, string> text, Action<T> set)
        {
            if (!said.IsGiven || EqualityComparer<T>.Default.Equals(said.Value, present))
                return;
            values[name] = [text(present), text(said.Value)];
            set(said.Value);
        }
    }

    private void Note(string action, string email, Actor actor, DateTimeOffset now, Dictionary<string, string?[]> values) =>
        db.AuditEntries.Add(
            new AuditEntry
            {
                At = now,
                Actor = actor,
                Action = action,
                Subject = email,
                Values = values,
            }
        );

    private async Task<IDbContextTransaction> BeginAsync(CancellationToken cancel)
    {
        var transaction = await db.Database.BeginTransactionAsync(cancel);
        await AdvisoryLock.TakeAsync(Npgsql(transaction), LockName, cancel);
        return transaction;
    }

    private async Task SaveAsync(IDbContextTransaction transaction, CancellationToken cancel)
    {
        await db.SaveChangesAsync(cancel);
        await LiveChannel.NotifyAsync(Npgsql(transaction).Connection!, Npgsql(transaction), LiveChannel.Payload("team"), cancel);
        await transaction.CommitAsync(cancel);
    }

    private async Task DealOutAsync(bool somebodyAppeared, DateTimeOffset now, CancellationToken cancel)
    {
        if (!somebodyAppeared)
            return;
        // Dealt out in slices: a long list of unowned accounts takes several.
        while (await leadOwners.AssignUnownedAsync(await db.RunContextAsync(now, cancel), cancel) > 0) { }
    }

    private static NpgsqlTransaction Npgsql(IDbContextTransaction transaction) => (NpgsqlTransaction)transaction.GetDbTransaction();
}
