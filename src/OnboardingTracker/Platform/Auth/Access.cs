using Microsoft.AspNetCore.Authorization;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Platform.Auth;

/// <summary>What a role may do, as authorization policies. Nothing is open unless it says so. Source: pipeline.md, "Roles".</summary>
public static class Access
{
    /// <summary>Anybody of the team: reads accounts, board, playbooks' runs.</summary>
    public const string Read = "read";

    /// <summary>Specialists, leads and admins: change accounts, move them, hold playbooks off.</summary>
    public const string WorkOnAccounts = "work on accounts";

    /// <summary>Everybody: specialists and revenue mark payment risk.</summary>
    public const string MarkPaymentRisk = "mark payment risk";

    /// <summary>Leads and admins: policy, playbooks, team.</summary>
    public const string TuneRules = "tune rules";

    /// <summary>Admins: import, API keys, integrations, users, jobs, audit log.</summary>
    public const string Administer = "administer";

    public static IReadOnlyDictionary<string, Role[]> Roles { get; } =
        new Dictionary<string, Role[]>
        {
            [Read] = [Role.Specialist, Role.Revenue, Role.Lead, Role.Admin],
            [WorkOnAccounts] = [Role.Specialist, Role.Lead, Role.Admin],
            [MarkPaymentRisk] = [Role.Specialist, Role.Revenue, Role.Lead, Role.Admin],
            [TuneRules] = [Role.Lead, Role.Admin],
            [Administer] = [Role.Admin],
        };

    public static bool Allows(string access, Role role) => Roles[access].Contains(role);

    internal static void AddPolicies(AuthorizationOptions options)
    {
        foreach (var (access, roles) in Roles)
            options.AddPolicy(
                access,
                policy =>
                    policy.RequireAuthenticatedUser().RequireAssertion(context => context.User.Role() is { } role && roles.Contains(role))
            );
        options.FallbackPolicy = options.DefaultPolicy = options.GetPolicy(Read)!;
    }
}
