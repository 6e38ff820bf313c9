using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Notes;
using OnboardingTracker.Domain.Notes;
using OnboardingTracker.Platform.Api;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Api.Accounts;

/// <summary>What somebody of the team wrote about an account.</summary>
/// <param name="Account">The account's externalId.</param>
/// <param name="Text">Markdown, as it was written.</param>
/// <param name="Author">user:… or api:….</param>
/// <param name="EditedAt">When its text was last changed; null: never.</param>
/// <param name="Pinned">Whether it stands at the top of the account.</param>
public sealed record NoteAnswer(
    long Id,
    string Account,
    string Text,
    string Author,
    DateTimeOffset At,
    DateTimeOffset? EditedAt,
    bool Pinned
)
{
    internal static NoteAnswer Of(Note note, string account) =>
        new(note.Id, account, note.Text, note.Author.ToString(), note.At, note.EditedAt, note.PinnedAt is not null);
}

/// <summary>What <c>POST /accounts/{externalId}/notes</c> takes.</summary>
public sealed record NewNoteBody
{
    /// <summary>Markdown. @ and a name or an address calls a member; a name that several have calls nobody.</summary>
    public required string Text { get; init; }
}

/// <summary><c>POST</c> and <c>GET /accounts/{externalId}/notes</c>.</summary>
internal static class NoteEndpoints
{
    private const string Cursor = "notes";
    private const string Example = """
        {
          "id": 12, "account": "acme", "text": "They pay by **invoice** from May on.", "author": "user:ann@example.com",
          "at": "2026-11-20T08:00:00Z", "editedAt": null, "pinned": false
        }
        """;

    public static void MapNotes(this RouteGroupBuilder api)
    {
        api.MapPost("/accounts/{externalId}/notes", AddAsync)
            .RequireAuthorization(Access.WorkOnAccounts)
            .WithName("addNote")
            .WithSummary("Write a note on an account")
            .Parameter(AccountEndpoints.Parameter, AccountEndpoints.ParameterMeans)
            .Accepts<NewNoteBody>("application/json")
            .Takes("""{ "text": "They pay by **invoice** from May on." }""")
            .Gives(201, Example)
            .Refuses(400, 404, 413, 415);
        api.MapGet("/accounts/{externalId}/notes", ListAsync)
            .WithName("listNotes")
            .WithSummary("List an account's notes")
            .WithDescription("Newest first; those that were withdrawn are left out.")
            .Parameter(AccountEndpoints.Parameter, AccountEndpoints.ParameterMeans)
            .Paged()
            .Gives(200, $$"""{ "items": [{{Example}}], "nextCursor": null }""")
            .Refuses(400, 404);
    }

    private static async Task<Created<NoteAnswer>> AddAsync(
        string externalId,
        HttpContext http,
        TrackerDb db,
        NoteWrites notes,
        CancellationToken cancel
    )
    {
        var body = await ApiBody.ReadAsync(http.Request);
        var text = body.Require("text", JsonKinds.Text(Note.LongestText, breaksAllowed: true));
        body.Finish();
        var accountId = await db.AccountIdAsync(http, cancel);
        var kept = NoteText.Kept(text.Value);
        return await notes.AddAsync(new NewNote(accountId, kept), http.User.Actor(), cancel) is NoteResult.Saved { Note: var note }
            ? TypedResults.Created((string?)null, NoteAnswer.Of(note, await ExternalIdAsync(db, accountId, cancel)))
            : throw ApiProblemException.NotFound($"There is no account {externalId}.");
    }

    private static async Task<Ok<ApiList<NoteAnswer>>> ListAsync(
        string externalId,
        string? limit,
        string? cursor,
        HttpContext http,
        TrackerDb db,
        CancellationToken cancel
    )
    {
        var most = ApiPage.Limit(limit);
        var before = ApiPage.Place(Cursor, cursor) ?? long.MaxValue;
        var id = await db.AccountIdAsync(http, cancel);
        var account = await ExternalIdAsync(db, id, cancel);
        var notes = await db
            .Notes.AsNoTracking()
            .Where(n => n.AccountId == id && n.WithdrawnAt == null && n.Id < before)
            .OrderByDescending(n => n.Id)
            .Take(most + 1)
            .ToListAsync(cancel);
        return TypedResults.Ok(ApiPage.Of(notes.ConvertAll(note => NoteAnswer.Of(note, account)), most, n => ApiPage.Cursor(Cursor, n.Id)));
    }

    private static Task<string> ExternalIdAsync(TrackerDb db, long accountId, CancellationToken cancel) =>
        db.Accounts.Where(a => a.Id == accountId).Select(a => a.ExternalId).FirstAsync(cancel);
}
