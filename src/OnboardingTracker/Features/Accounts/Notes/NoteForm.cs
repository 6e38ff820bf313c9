using Microsoft.AspNetCore.Html;
using OnboardingTracker.Domain.Notes;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Features.Accounts.Notes;

/// <summary>Model of <c>_NoteForm</c>: a note to be written, or to be changed.</summary>
public sealed record NoteForm
{
    public required string AccountName { get; init; }

    public required string Action { get; init; }

    public required string ReturnUrl { get; init; }

    public string? Text { get; init; }

    /// <summary>Of a new note's form: sent twice, it is one note.</summary>
    public string? Key { get; init; }

    /// <summary>Of a note that is there: the version that the person saw.</summary>
    public uint? Version { get; init; }

    public string? Error { get; init; }

    /// <summary>What somebody else made of it meanwhile, with who it was.</summary>
    public (string Who, string Text)? Conflict { get; init; }

    /// <summary>What it will look like, and whom it will tell; null: not asked for.</summary>
    public IHtmlContent? Preview { get; init; }

    /// <summary>Who can be called.</summary>
    public IReadOnlyList<Member> People { get; init; } = [];

    public bool IsNew => Version is null;

    public string Title => IsNew ? $"Note on {AccountName}" : $"Change a note on {AccountName}";

    /// <summary>Whom the text tells, in words; null: nobody.</summary>
    public string? Tells =>
        Mentions.Read(Text ?? "", People).People is { Count: > 0 } people ? string.Join(", ", people.Select(person => person.Name)) : null;
}
