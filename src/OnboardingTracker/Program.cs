using OnboardingTracker;
using OnboardingTracker.Data;
using OnboardingTracker.Features.Accounts;
using OnboardingTracker.Features.Api;
using OnboardingTracker.Features.Dashboard;
using OnboardingTracker.Features.Errors;
using OnboardingTracker.Features.Exports;
using OnboardingTracker.Features.Gallery;
using OnboardingTracker.Features.HandOffs;
using OnboardingTracker.Features.Import;
using OnboardingTracker.Features.Live;
using OnboardingTracker.Features.Notices;
using OnboardingTracker.Features.PaymentRisks;
using OnboardingTracker.Features.Playbooks;
using OnboardingTracker.Features.Signals;
using OnboardingTracker.Features.Signals.Email;
using OnboardingTracker.Features.SignIn;
using OnboardingTracker.Features.Surveys;
using OnboardingTracker.Features.Tasks;
using OnboardingTracker.Platform;
using OnboardingTracker.Platform.Api;
using OnboardingTracker.Platform.Auth;
using OnboardingTracker.Platform.Health;
using OnboardingTracker.Platform.Jobs;
using OnboardingTracker.Platform.Live;
using OnboardingTracker.Platform.Logging;
using OnboardingTracker.Platform.Metrics;
using OnboardingTracker.Platform.Web;

return await TrackerHost.RunAsync(
    args,
    (builder, options, connectionString) =>
    {
        builder.AddTrackerLogging(options);
        builder.Services.AddTrackerData(connectionString);
        builder.Services.AddTrackerAuth();
        builder.Services.AddTrackerJobs(options);
        builder.Services.AddTrackerHealth();
        builder.Services.AddTrackerMetrics();
        builder.Services.AddSingleton<LiveListener>();
        builder.Services.AddHostedService(services => services.GetRequiredService<LiveListener>());
        builder.Services.AddHostedService<ScheduleRegistration>();
        builder.Services.AddAccounts();
        builder.Services.AddPlaybooks();
        builder.Services.AddTrackerApi();
        builder.Services.AddApi();
        builder.Services.AddImport(builder.Configuration);
        builder.Services.AddExports();
        builder.Services.AddPaymentRisks();
        builder.Services.AddDashboardPages();
        builder.Services.AddSignals(builder.Configuration);
        builder.Services.AddTasks();
        builder.Services.AddNotices();
        builder.Services.AddHandOffs(builder.Configuration);
        builder.Services.AddSurveys();
        builder.Services.AddMail(builder.Configuration, options.Role);
        builder.Services.AddReadableHtml();
        builder.Services.AddPageCompression();
        builder.Services.AddHostedService<LoopbackOnly>();
        builder.Services.AddSignIn(builder.Configuration);
        builder.Services.AddRazorPages(pages =>
        {
            pages.RootDirectory = "/Features";
            pages.Conventions.AddGallery(builder.Environment);
        });
    },
    app =>
    {
        app.UseTrackerRequestLog();
        app.UseSecurityHeaders(app.Environment);
        app.UseResponseCompression();
        app.UseErrorPages();
        app.UseApiErrors();
        app.UseRouting();
        app.UseSetUpGate();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapStaticAssets().AllowAnonymous();
        app.MapTrackerHealth();
        app.MapTrackerMetrics();
        app.MapTrackerJobs();
        app.MapLive();
        app.MapTrackerOpenApi();
        app.MapApi();
        app.MapImport();
        app.MapSignals();
        app.MapExports();
        app.MapPaymentRisks();
        app.MapDashboard();
        app.MapRazorPages().WithStaticAssets();
    }
);
