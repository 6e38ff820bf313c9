using OnboardingTracker.Features.Api.Accounts;
using OnboardingTracker.Features.Api.Dashboard;
using OnboardingTracker.Features.Api.HandOffs;
using OnboardingTracker.Features.Api.Members;
using OnboardingTracker.Features.Api.PaymentRisks;
using OnboardingTracker.Features.Api.Playbooks;
using OnboardingTracker.Features.Api.Policies;
using OnboardingTracker.Features.Api.Tasks;

namespace OnboardingTracker.Features.Api;

/// <summary>The HTTP API for other systems. Imports are mapped by their own feature, in the same style.</summary>
public static class ApiFeature
{
    public static IServiceCollection AddApi(this IServiceCollection services) => services.AddScoped<AccountAnswers>();

    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        routes.MapAccounts();
        routes.MapPlaybooks();
        routes.MapPolicy();
        routes.MapMembers();
        routes.MapTasks();
        routes.MapPaymentRiskList();
        routes.MapHandOffs();
        routes.MapDashboardTables();
    }
}
