using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OnboardingTracker.Data.Notices;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Notes;
using OnboardingTracker.Domain.Notices;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Data.Notes;

/// <summary>
/// Writes, changes, pins and withdraws notes. Every earlier text is kept; of two people at once the second is told; who is called by a
/// note is told once, however often it is saved.
/// </summary>
public sealed class NoteWrites(TrackerDb db, NoticeBoard notices, TimeProvider time)
{
    /// <returns><see cref="NoteResult.NotFound"/>: there is no such account. The same form again is answered with the note that is there.</returns>
    public async Task<NoteResult> AddAsync(NewNote wish, Actor author, CancellationToken cancel = default)
    {
        if (await WrittenAsync(wish.FormKey, cancel) is { } known)
            return new NoteResult.Saved(known, []);
        if (!await db.Accounts.AnyAsync(a => a.Id == wish.AccountId, cancel))
            return new NoteResult.NotFound();
        var note = new Note
        {
            AccountId = wish.AccountId,
            Text = wish.Text,
            Author = author,
            At = time.GetUtcNow(),
            FormKey = wish.FormKey,
            SignalId = wish.SignalId,
        };
        db.Notes.Add(note);
        try
        {
            return new NoteResult.Saved(note, await SaveAsync(note, textBefore: "", author, cancel));
        }
        catch (DbUpdateException twice) when (twice.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            db.ChangeTracker.Clear();
            return new NoteResult.Saved((await WrittenAsync(wish.FormKey, cancel))!, []);
        }
    }

    /// <param name="version">The version that the person saw.</param>
    /// <param name="anybodys">Whether the person may change what others wrote.</param>
    public Task<NoteResult> EditAsync(
        long noteId,
        string text,
        uint version,
        Actor actor,
        bool anybodys,
        CancellationToken cancel = default
    ) =>
        ChangeAsync(
            noteId,
            version,
            actor,
            note => anybodys || note.Author == actor,
            (note, now) =>
            {
                if (note.Text == text)
                    return;
                db.NoteVersions.Add(
                    new NoteVersion
                    {
                        NoteId = note.Id,
                        Text = note.Text,
                        By = note.EditedBy ?? note.Author,
                        At = note.EditedAt ?? note.At,
                    }
                );
                (note.Text, note.EditedAt, note.EditedBy) = (text, now, actor);
            },
            cancel
        );

    /// <summary>Takes it out of sight, or brings it back. Its text and all that it said before are kept.</summary>
    /// <inheritdoc cref="EditAsync"/>
    public Task<NoteResult> WithdrawAsync(long noteId, bool withdrawn, Actor actor, bool anybodys, CancellationToken cancel = default) =>
        ChangeAsync(
            noteId,
            null,
            actor,
            note => anybodys || note.Author == actor,
            (note, now) =>
            {
                if (withdrawn != (note.WithdrawnAt is not null))
                    (note.WithdrawnAt, note.WithdrawnBy) = withdrawn ? (now, actor) : (default(DateTimeOffset?), default(Actor?));
            },
            cancel
        );

    /// <summary>Keeps it at the top of its account, for everybody, or no longer.</summary>
    public Task<NoteResult> PinAsync(long noteId, bool pinned, Actor actor, CancellationToken cancel = default) =>
        ChangeAsync(
            noteId,
            null,
            actor,
            note => note.WithdrawnAt is null,
            (note, now) =>
            {
                if (pinned != (note.PinnedAt is not null))
                    (note.PinnedAt, note.PinnedBy) = pinned ? (now, actor) : (default(DateTimeOffset?), default(Actor?));
            },
            cancel
        );

    private async Task<NoteResult> ChangeAsync(
        long noteId,
        uint? version,
        Actor actor,
        Predicate<Note> may,
        Action<Note, DateTimeOffset> change,
        CancellationToken cancel
    )
    {
        if (await db.Notes.FirstOrDefaultAsync(n => n.Id == noteId, cancel) is not { } note)
            return new NoteResult.NotFound();
        if (!may(note))
            return new NoteResult.NotAllowed();
        var before = note.WithdrawnAt is null ? note.Text : "";
        if (version is { } seen && seen != note.RowVersion)
            return new NoteResult.Conflict(note);
        change(note, time.GetUtcNow());
        try
        {
            return new NoteResult.Saved(note, await SaveAsync(note, before, actor, cancel));
        }
        catch (DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear();
            return await db.Notes.AsNoTracking().FirstOrDefaultAsync(n => n.Id == noteId, cancel) is { } now
                ? new NoteResult.Conflict(now)
                : new NoteResult.NotFound();
        }
    }

    private async Task<IReadOnlyList<Member>> SaveAsync(Note note, string textBefore, Actor actor, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.SaveChangesAsync(cancel);
        var told = await TellAsync(note, textBefore, actor, cancel);
        var own = (NpgsqlTransaction)transaction.GetDbTransaction();
        await LiveChannel.NotifyAsync(own.Connection!, own, LiveChannel.Payload("accounts", note.AccountId), cancel);
        await transaction.CommitAsync(cancel);
        return told;
    }

    /// <summary>Who is newly called, but for the writer.</summary>
    private async Task<IReadOnlyList<Member>> TellAsync(Note note, string textBefore, Actor actor, CancellationToken cancel)
    {
        if (note.WithdrawnAt is not null || !note.Text.Contains('@', StringComparison.Ordinal))
            return [];
        var members = await db.Members.AsNoTracking().ToListAsync(cancel);
        var before = Mentions.Read(textBefore, members).People.Select(person => person.Id).ToHashSet();
        var called = Mentions
            .Read(note.Text, members)
            .People.Where(person => !before.Contains(person.Id) && Actor.User(person.Email) != actor)
            .ToList();
        if (called.Count == 0)
            return [];
        var account = await db.Accounts.Where(a => a.Id == note.AccountId).Select(a => a.Name).FirstAsync(cancel);
        var notice = new NoticeToTell
        {
            Kind = NoticeKind.Mention,
            // By the note alone: however often it is saved, and whoever is called in it again, each is told once.
            Key = string.Create(CultureInfo.InvariantCulture, $"note {note.Id}"),
            Title = $"{(await db.ActorNamesAsync(cancel))[actor]} named you in a note on {account}",
            Detail = note.Text,
            Link = string.Create(CultureInfo.InvariantCulture, $"/accounts/{note.AccountId}#note-{note.Id}"),
            AccountId = note.AccountId,
            By = actor,
        };
        await notices.TellAsync(called.Select(person => person.Id), notice, cancel);
        return called;
    }

    private Task<Note?> WrittenAsync(string? formKey, CancellationToken cancel) =>
        formKey is null ? Task.FromResult<Note?>(null) : db.Notes.FirstOrDefaultAsync(n => n.FormKey == formKey, cancel);
}
