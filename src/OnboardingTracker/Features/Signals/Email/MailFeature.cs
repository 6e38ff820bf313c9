using OnboardingTracker.Data.Mail;
using OnboardingTracker.Features.Signals.Email.Checks;
using OnboardingTracker.Features.Signals.Email.Composing;
using OnboardingTracker.Features.Signals.Email.Mailboxes;
using OnboardingTracker.Features.Signals.Email.Outbox;
using OnboardingTracker.Features.Signals.Email.Postmark;
using OnboardingTracker.Features.Signals.Webhooks;
using OnboardingTracker.Platform.Options;

namespace OnboardingTracker.Features.Signals.Email;

/// <summary>Mail, in and out.</summary>
public static class MailFeature
{
    /// <exception cref="Platform.Options.BadSettingException">A mail setting is not what it must be.</exception>
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration, ProcessRole role)
    {
        if (role is not ProcessRole.Web)
            services.AddHostedService<MailboxWatch>().AddHostedService<OwnMailWatch>();
        return services
            .AddSingleton(MailSettings.Read(configuration))
            .AddSingleton(provider => new OwnMailSettings(
                provider.GetRequiredService<MailSettings>().From,
                provider.GetRequiredService<TrackerOptions>().PublicAddress
            ))
            .AddSingleton<ISignalSource, MailSource>()
            .AddScoped<MailIntake>()
            .AddSingleton<SmtpSender>()
            .AddScoped<MailCheck>()
            .AddScoped<Sending>()
            .AddScoped<OutboxJob>()
            .AddScoped<OutboxSweep>()
            .AddScoped<MailDrafts>()
            .AddScoped<MailPrivacy>()
            .AddScoped<FolderReader>()
            .AddSingleton<MailboxScan>()
            .AddSingleton<IWebhookSender>(new PostmarkWebhook(PostmarkSettings.Read(configuration)));
    }
}
