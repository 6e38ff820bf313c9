using System.Security.Claims;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Shared;

/// <summary>What the signed-in person may open, in the order of the sidebar. It hides; it does not guard: each page does.</summary>
public static class Navigation
{
    private static readonly NavItem[] s_all =
    [
        new("Today", "/", "today", "g t", Access.Read),
        new("Tasks", "/tasks", "task", "g s", Access.Read) { Count = "DueTasks" },
        new("Board", "/board", "board", "g b", Access.Read),
        new("Payment risk", "/payment-risk", "risk", "g r", Access.Read),
        new("Dashboard", "/dashboard", "chart", "g d", Access.Read),
        new("Unmatched", "/signals/unmatched", "inbox", "g u", Access.WorkOnAccounts) { Count = "WaitingSignals" },
        new("What does not fit", "/misfits", "question", "g f", Access.WorkOnAccounts),
        new("Hand-offs", "/hand-offs", "external", "g h", Access.WorkOnAccounts),
        new("Playbooks", "/playbooks", "playbook", "g p", Access.Read),
        new("Policy", "/policy", "policy", "g o", Access.TuneRules, "Team lead"),
        new("Templates", "/templates", "mail", "g m", Access.TuneRules, "Team lead"),
        new("Team", "/team", "team", "g e", Access.TuneRules, "Team lead"),
        new("Integrations", "/integrations", "link", "g n", Access.Administer, "Admin"),
        new("Import", "/import", "import", "g i", Access.Administer, "Admin"),
        new("API keys", "/api-keys", "key", "g k", Access.Administer, "Admin"),
        new("Audit log", "/audit", "audit", "g a", Access.Administer, "Admin"),
        new("Jobs", "/hangfire", "jobs", "g j", Access.Administer, "Admin"),
    ];

    private static readonly Dictionary<Role, NavItem[]> s_byRole = Enum.GetValues<Role>()
        .ToDictionary(role => role, role => s_all.Where(item => Access.Allows(item.Access, role)).ToArray());

    public static IReadOnlyList<NavItem> For(ClaimsPrincipal person) => person.Role() is { } role ? s_byRole[role] : [];

    /// <summary>The role in the words of the Team page.</summary>
    public static string RoleName(ClaimsPrincipal person) => person.Role() is { } role ? Words.Of(role) : "";
}
