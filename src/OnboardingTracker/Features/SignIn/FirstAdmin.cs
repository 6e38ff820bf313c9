using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Audit;
using OnboardingTracker.Data.SignIn;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Features.SignIn;

/// <summary>
/// Lets the first admin in, by a token that only who reads the log knows. There is no default password. Replicas that start together
/// make one token between them; one that starts later, with the first log perhaps gone, makes a new one.
/// </summary>
public sealed class FirstAdmin(TrackerDb db, SetUpState state, UserManager<SignInUser> users, TimeProvider time)
{
    /// <summary>How long a start leaves the token of another alone.</summary>
    public static readonly TimeSpan TokenStands = TimeSpan.FromMinutes(5);

    private const string LockName = "first admin";

    /// <summary>The token to print; null with the time of the one that stands already, or with neither where nothing is to be set up.</summary>
    public async Task<(string? Token, DateTimeOffset? StandsSince)> TokenToPrintAsync(CancellationToken cancel)
    {
        await using var transaction = await BeginAsync(cancel);
        if (!await state.IsOpenAsync(db, cancel))
            return (null, null);
        var now = time.GetUtcNow();
        var standing = await db.SetupTokens.AsNoTracking().MaxAsync(token => (DateTimeOffset?)token.CreatedAt, cancel);
        if (standing > now - TokenStands)
            return (null, standing);
        await db.SetupTokens.ExecuteDeleteAsync(cancel);
        var made = OneTimeToken.Create();
        db.SetupTokens.Add(new SetupToken { Hash = OneTimeToken.HashOf(made), CreatedAt = now });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return (made, null);
    }

    /// <summary>Makes the admin and uses the token up. Of two who try at once, one finds the door closed.</summary>
    public async Task<SetUpResult> CompleteAsync(string token, string name, string email, string password, CancellationToken cancel)
    {
        await using var transaction = await BeginAsync(cancel);
        if (!await state.IsOpenAsync(db, cancel))
            return new SetUpResult.Closed();
        var hash = OneTimeToken.HashOf(token.Trim());
        var tokens = await db.SetupTokens.AsNoTracking().ToListAsync(cancel);
        if (!tokens.Any(standing => CryptographicOperations.FixedTimeEquals(standing.Hash, hash)))
            return new SetUpResult.WrongToken();

        var user = await MakeUserAsync(name, email, cancel);
        var created = await users.CreateAsync(user, password);
        if (!created.Succeeded)
            return new SetUpResult.BadPassword(string.Join(' ', created.Errors.Select(error => error.Description)));
        await db.SetupTokens.ExecuteDeleteAsync(cancel);
        db.AuditEntries.Add(
            new AuditEntry
            {
                At = time.GetUtcNow(),
                Actor = Actor.User(email),
                Action = "set-up completed",
                Subject = email,
            }
        );
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new SetUpResult.Done(user);
    }

    /// <summary>The API may have added members already, who cannot sign in; one of them may be the admin to be.</summary>
    private async Task<SignInUser> MakeUserAsync(string name, string email, CancellationToken cancel)
    {
        var member = await db.Members.FirstOrDefaultAsync(m => m.Email == email, cancel);
        if (member is null)
            db.Members.Add(
                member = new Member
                {
                    Email = email,
                    Name = name,
                    Role = Role.Admin,
                    CreatedAt = time.GetUtcNow(),
                }
            );
        (member.Name, member.Role, member.Active) = (name, Role.Admin, true);
        await db.Users.Where(u => u.MemberId == member.Id).ExecuteDeleteAsync(cancel);
        return new SignInUser
        {
            UserName = email,
            Email = email,
            Member = member,
        };
    }

    private async Task<IDbContextTransaction> BeginAsync(CancellationToken cancel)
    {
        var transaction = await db.Database.BeginTransactionAsync(cancel);
        await AdvisoryLock.TakeAsync((NpgsqlTransaction)transaction.GetDbTransaction(), LockName, cancel);
        return transaction;
    }
}
