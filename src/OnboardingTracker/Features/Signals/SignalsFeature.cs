using OnboardingTracker.Features.Signals.CalCom;
using OnboardingTracker.Features.Signals.Calendly;
using OnboardingTracker.Features.Signals.Desk;
using OnboardingTracker.Features.Signals.Generic;
using OnboardingTracker.Features.Signals.Integrations;
using OnboardingTracker.Features.Signals.Shopify;
using OnboardingTracker.Features.Signals.Stripe;
using OnboardingTracker.Features.Signals.Webhooks;

namespace OnboardingTracker.Features.Signals;

/// <summary>What the outside world says: stored once, worked in one transaction with its effects, shown and replayed.</summary>
public static class SignalsFeature
{
    /// <summary>What open pages listen to.</summary>
    public const string Topic = "signals";

    /// <exception cref="Platform.Options.BadSettingException">A source's secret is not one.</exception>
    public static IServiceCollection AddSignals(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSingleton<GenericSource>()
            .AddSingleton<SourceBook>()
            .AddSingleton<SignalQueue>()
            .AddHostedService(provider => provider.GetRequiredService<SignalQueue>())
            .AddScoped<SignalIntake>()
            .AddScoped<SignalWorker>()
            .AddScoped<TestSignal>()
            .AddScoped<DropRawPayloadsJob>()
            .AddScoped<ReplayJob>()
            .AddScoped<SourceOverview>()
            .AddScoped<SilentSourcesJob>()
            .AddScoped<PersonSignals>()
            .AddScoped<SignalJob>()
            .AddScoped<SignalSweep>()
            .AddSingleton(StripeSettings.Read(configuration))
            .AddSource<StripeWebhook, StripeSource>()
            .AddSingleton(CalendlySettings.Read(configuration))
            .AddSource<CalendlyWebhook, CalendlySource>()
            .AddSingleton(CalComSettings.Read(configuration))
            .AddSource<CalComWebhook, CalComSource>()
            .AddSingleton(ShopifySettings.Read(configuration))
            .AddSource<ShopifyWebhook, ShopifySource>();

    public static void MapSignals(this IEndpointRouteBuilder routes)
    {
        routes.MapWebhooks();
        routes.MapGenericSignals();
    }

    /// <summary>A source that posts to us: who proves its deliveries, and who reads them.</summary>
    private static IServiceCollection AddSource<TSender, TSource>(this IServiceCollection services)
        where TSender : class, IWebhookSender
        where TSource : class, ISignalSource => services.AddSingleton<IWebhookSender, TSender>().AddSingleton<ISignalSource, TSource>();
}
