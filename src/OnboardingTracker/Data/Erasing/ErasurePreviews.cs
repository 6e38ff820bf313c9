using Microsoft.EntityFrameworkCore;
using Npgsql;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Erasing;

/// <summary>What erasing a person would take out.</summary>
/// <param name="Names">Full names that are searched for besides the address.</param>
/// <param name="Calls">Distinct calls are not told apart: each booking and change of one counts.</param>
/// <param name="Mentions">Texts of our people that name them: what else these say of them only a person can tell.</param>
public sealed record ErasurePreview(
    string Address,
    IReadOnlyList<string> Names,
    IReadOnlyList<ErasedAccount> Accounts,
    int Mails,
    int Calls,
    int OtherSignals,
    int RawPayloads,
    int OutgoingMails,
    int Moves,
    IReadOnlyList<ErasureMention> Mentions
);

public sealed record ErasedAccount(long Id, string Name, string ExternalId);

/// <param name="What">task, note or hand-off.</param>
public sealed record ErasureMention(string What, long Id, long AccountId, string Account, string Text);

/// <summary>Looks, and changes nothing.</summary>
public sealed class ErasurePreviews(TrackerDb db, NpgsqlDataSource database)
{
    public const int MostMentions = 50;

    private const int ShortestName = 3;

    /// <summary>Our people's texts: table, what it is called, and its words.</summary>
    private static readonly (string Table, string What, string Words)[] s_ours =
    [
        ("notes", "note", "t.text"),
        ("tasks", "task", "concat_ws(' ', t.title, t.details)"),
        ("hand_offs", "hand-off", "concat_ws(' ', t.reason, t.wants, t.spoken_with, t.decision)"),
    ];

    public async Task<ErasurePreview> OfAsync(string address, CancellationToken cancel = default)
    {
        var person = new ErasedPerson(address, [], id => id);
        await using var connection = await database.OpenConnectionAsync(cancel);
        var places = await ErasurePlaces.ReadAsync(connection, null, cancel);
        long[] ids =
        [
            .. (await places.AccountsAsync(person, cancel))
                .Union(await ContactErasures.OfSignalsAsync(connection, person, cancel, inRaw: false))
                .Order(),
        ];
        var known = await db.Contacts.Where(c => c.Email == address && c.Name != null).Select(c => c.Name!).ToListAsync(cancel);
        var likes = ErasurePlaces.LikesOf(person);
        var signals = await db
            .Signals.FromSql($"select * from signals where fact::text ilike any({likes}) and fact::text ~* {person.Pattern}")
            .AsNoTracking()
            .Select(s => new { s.Fact, HasRaw = s.Raw != null })
            .ToListAsync(cancel);
        var theirs = signals.FindAll(s => s.Fact is { } fact && ErasedFacts.IsTheirs(fact, person));
        var names = known
            .Concat(theirs.Select(s => s.Fact!.About.Name).OfType<string>())
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();
        return new(
            address,
            new ErasedPerson(address, names, id => id).Names,
            await db
                .Accounts.Where(a => ids.Contains(a.Id))
                .OrderBy(a => a.Id)
                .Select(a => new ErasedAccount(a.Id, a.Name, a.ExternalId))
                .ToListAsync(cancel),
            theirs.Count(s => s.Fact!.Mail is not null),
            theirs.Count(s => s.Fact!.Call is not null),
            theirs.Count(s => s.Fact is { Mail: null, Call: null }),
            signals.Count(s => s.HasRaw),
            await db.OutgoingMails.CountAsync(
                m => m.To.Contains(address) && m.Kind != OutgoingMailKind.Notice && m.Kind != OutgoingMailKind.Digest,
                cancel
            ),
            await db.Transitions.CountAsync(t => ids.Contains(t.AccountId), cancel),
            await MentionsAsync(connection, address, known, ids, cancel)
        );
    }

    private static async Task<IReadOnlyList<ErasureMention>> MentionsAsync(
        NpgsqlConnection connection,
        string address,
        List<string> names,
        long[] accounts,
        CancellationToken cancel
    )
    {
        var pattern = ErasedPerson.PatternOf(address, names.Where(name => name.Length >= ShortestName));
        var mentions = new List<ErasureMention>();
        foreach (var (table, what, words) in s_ours)
        {
            await using var find = new NpgsqlCommand(
                $"""
                select t.id, t.account_id, a.name, left({words}, 200) from {table} t join accounts a on a.id = t.account_id
                where t.account_id = any(@accounts) and {words} ~* @pattern order by t.id desc limit {MostMentions}
                """,
                connection
            );
            find.Parameters.AddWithValue("accounts", accounts);
            find.Parameters.AddWithValue("pattern", pattern);
            await using var rows = await find.ExecuteReaderAsync(cancel);
            while (await rows.ReadAsync(cancel))
                mentions.Add(new(what, rows.GetInt64(0), rows.GetInt64(1), rows.GetString(2), rows.GetString(3)));
        }
        return mentions;
    }
}
