using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.PaymentRisks;

/// <summary>Will the open and upcoming invoices be paid: the list, what changed, and the list as a file.</summary>
public static class PaymentRisksFeature
{
    public static IServiceCollection AddPaymentRisks(this IServiceCollection services) => services.AddScoped<RiskExport>();

    public static void MapPaymentRisks(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/payment-risk.csv", (HttpContext http, RiskExport export) => export.WriteAsync(http))
            .RequireAuthorization(Access.Read)
            .ExcludeFromDescription();
}
