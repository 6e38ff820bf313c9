using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Data.Team;

/// <summary>What became of the wish to add or change a member.</summary>
public abstract record TeamChange
{
    private TeamChange() { }

    /// <param name="Reassigned">Accounts that went to somebody else, or to nobody.</param>
    public sealed record Accepted(Member Member, int Reassigned = 0) : TeamChange;

    /// <param name="Rule">One of the names in <see cref="MemberRules"/>.</param>
    /// <param name="Message">For the person who asked.</param>
    /// <param name="Tasks">The open tasks that would be without anybody.</param>
    /// <param name="Accounts">The accounts that somebody has work with and that would be without an owner.</param>
    public sealed record Refused(string Rule, string Message, int Accounts = 0, int Tasks = 0) : TeamChange;

    /// <summary>Who asks may not do that to this member.</summary>
    public sealed record Forbidden(string Message) : TeamChange;

    /// <summary>There is a member with this e-mail.</summary>
    public sealed record Exists(Member Member) : TeamChange;

    public sealed record NotFound : TeamChange;
}
