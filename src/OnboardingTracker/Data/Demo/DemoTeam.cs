using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Data.Demo;

/// <summary>The people of the demo: six specialists (one away), a lead, a revenue person, an admin.</summary>
internal static class DemoTeam
{
    public static IReadOnlyList<Member> People(DateTimeOffset joinedAt) =>
        [
            Person("Ines Marlow", Role.Specialist, joinedAt),
            Person("Tomasz Wilk", Role.Specialist, joinedAt),
            Person("Priya Nair", Role.Specialist, joinedAt),
            Person("Jonas Eklund", Role.Specialist, joinedAt, absent: true),
            Person("Amara Obi", Role.Specialist, joinedAt),
            Person("Léa Fontaine", Role.Specialist, joinedAt, email: "lea"),
            Person("Magda Sroka", Role.Lead, joinedAt),
            Person("Owen Reyes", Role.Revenue, joinedAt),
            Person("Dana Whitlock", Role.Admin, joinedAt),
        ];

    /// <summary>The name that belongs to an address, as the person signs with it.</summary>
    public static string NameOf(string email) => People(default).First(member => member.Email == email).Name;

    private static Member Person(string name, Role role, DateTimeOffset joinedAt, bool absent = false, string? email = null) =>
        new()
        {
            Name = name,
            Email = $"{email ?? name.Split(' ')[0].ToLowerInvariant()}@demo.example",
            Role = role,
            Absent = absent,
            CreatedAt = joinedAt,
        };
}
