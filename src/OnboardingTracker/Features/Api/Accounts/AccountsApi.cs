using OnboardingTracker.Platform.Api;

namespace OnboardingTracker.Features.Api.Accounts;

internal static class AccountsApi
{
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapApiGroup("accounts");
        api.MapAccountList();
        api.MapAccount();
        api.MapAccountWhy();
        api.MapStage();
        api.MapTransitions();
        api.MapPaymentRisk();
        api.MapHolds();
        api.MapNotes();
    }
}
