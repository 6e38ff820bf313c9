using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Audit;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Features.AuditLog;

/// <summary>Which entries of the audit log are shown, as the address says it. What is empty does not restrict.</summary>
public sealed class AuditFilter
{
    /// <summary>Words anywhere: who did it, what was done, or what it was done to.</summary>
    [FromQuery(Name = "q")]
    public string? Q { get; set; }

    [FromQuery(Name = "action")]
    public string? Action { get; set; }

    /// <summary>Part of a name or of an address, of a key's or a playbook's name.</summary>
    [FromQuery(Name = "actor")]
    public string? Actor { get; set; }

    [FromQuery(Name = "subject")]
    public string? Subject { get; set; }

    /// <summary>First day, in the team's time zone.</summary>
    [FromQuery(Name = "from")]
    public DateOnly? From { get; set; }

    /// <summary>Last day, which is included.</summary>
    [FromQuery(Name = "to")]
    public DateOnly? To { get; set; }

    public bool IsEmpty => Q is null && Action is null && Actor is null && Subject is null && From is null && To is null;

    public async Task<IQueryable<AuditEntry>> ApplyAsync(TrackerDb db, Policy policy, CancellationToken cancel)
    {
        var entries = db.AuditEntries.AsNoTracking();
        if (Action is not null)
            entries = entries.Where(e => e.Action == Action);
        if (Q is not null)
        {
            var pattern = PatternOf(Q);
            var people = await NamedAsync(db, pattern, cancel);
            entries = entries.Where(e =>
                people.Contains(e.Actor)
                || EF.Functions.ILike((string)(object)e.Actor, pattern, "\\")
                || EF.Functions.ILike(e.Action, pattern, "\\")
                || EF.Functions.ILike(e.Subject, pattern, "\\")
            );
        }
        if (Actor is not null)
        {
            var pattern = PatternOf(Actor);
            var people = await NamedAsync(db, pattern, cancel);
            entries = entries.Where(e => people.Contains(e.Actor) || EF.Functions.ILike((string)(object)e.Actor, pattern, "\\"));
        }
        if (Subject is not null)
        {
            var pattern = PatternOf(Subject);
            entries = entries.Where(e => EF.Functions.ILike(e.Subject, pattern, "\\"));
        }
        if (From is { } from)
        {
            var since = TeamCalendar.StartOf(from, policy);
            entries = entries.Where(e => e.At >= since);
        }
        if (To is { } to && to < DateOnly.MaxValue)
        {
            var until = TeamCalendar.StartOf(to.AddDays(1), policy);
            entries = entries.Where(e => e.At < until);
        }
        return entries;
    }

    /// <summary>The address of a page of this list.</summary>
    public string Url(string? key = null, long? id = null)
    {
        var query = new List<KeyValuePair<string, string?>>
        {
            new("q", Q),
            new("action", Action),
            new("actor", Actor),
            new("subject", Subject),
            new("from", From?.ToString("O", CultureInfo.InvariantCulture)),
            new("to", To?.ToString("O", CultureInfo.InvariantCulture)),
        };
        if (key is not null)
            query.Add(new(key, id?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "Csv"));
        return "/audit" + QueryString.Create(query.Where(value => value.Value is not null));
    }

    /// <summary>Who has a name like this: the log keeps addresses, people look for names.</summary>
    private static async Task<List<Domain.Actor>> NamedAsync(TrackerDb db, string pattern, CancellationToken cancel)
    {
        var emails = await db.Members.Where(m => EF.Functions.ILike(m.Name, pattern, "\\")).Select(m => m.Email).ToListAsync(cancel);
        return emails.ConvertAll(Domain.Actor.User);
    }

    /// <summary>Anywhere in the text; what LIKE takes for a joker is meant as itself. PostgreSQL's text has no NUL.</summary>
    private static string PatternOf(string text) =>
        "%"
        + text.Trim()
            .Replace("\0", "", StringComparison.Ordinal)
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal)
        + "%";
}
