using System.Security.Claims;

namespace OnboardingTracker.Features.Shared;

/// <summary>What the signed-in person's role may see, in the order of the sidebar. It hides; it does not guard: each page does.</summary>
public static class Navigation
{
    private static readonly NavItem Today = new("Today", "/", "today", "g t");
    private static readonly NavItem Board = new("Board", "/board", "board", "g b");
    private static readonly NavItem Playbooks = new("Playbooks", "/playbooks", "playbook", "g p", "Team lead");
    private static readonly NavItem Policy = new("Policy", "/policy", "policy", "g o", "Team lead");
    private static readonly NavItem Team = new("Team", "/team", "team", "g e", "Team lead");
    private static readonly NavItem Import = new("Import", "/import", "import", "g i", "Admin");
    private static readonly NavItem ApiKeys = new("API keys", "/api-keys", "key", "g k", "Admin");
    private static readonly NavItem Audit = new("Audit log", "/audit", "audit", "g a", "Admin");
    private static readonly NavItem Jobs = new("Jobs", "/hangfire", "jobs", "g j", "Admin");

    private static readonly NavItem[] ForEveryone = [Today, Board];
    private static readonly NavItem[] ForLeads = [.. ForEveryone, Playbooks, Policy, Team];
    private static readonly NavItem[] ForAdmins = [.. ForLeads, Import, ApiKeys, Audit, Jobs];

    public static IReadOnlyList<NavItem> For(ClaimsPrincipal person) =>
        RoleOf(person) switch
        {
            "admin" => ForAdmins,
            "lead" => ForLeads,
            "specialist" or "revenue" => ForEveryone,
            _ => [],
        };

    /// <summary>The role in the words of the Team page.</summary>
    public static string RoleName(ClaimsPrincipal person) =>
        RoleOf(person) switch
        {
            "admin" => "Admin",
            "lead" => "Team lead",
            "revenue" => "Revenue",
            "specialist" => "Specialist",
            _ => "",
        };

    private static string? RoleOf(ClaimsPrincipal person) => person.FindFirstValue("role");
}
