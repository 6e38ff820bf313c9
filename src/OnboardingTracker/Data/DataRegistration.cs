using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Data.Erasing;
using OnboardingTracker.Data.HandOffs;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Data.Misfits;
using OnboardingTracker.Data.Notices;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Data.SignIn;
using OnboardingTracker.Data.Surveys;
using OnboardingTracker.Data.Tasks;
using OnboardingTracker.Data.Team;

namespace OnboardingTracker.Data;

public static class DataRegistration
{
    public static IServiceCollection AddTrackerData(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => new NpgsqlDataSourceBuilder(connectionString) { Name = "tracker" }.Build());
        services.AddDbContextPool<TrackerDb>((provider, options) => options.UseTracker(provider.GetRequiredService<NpgsqlDataSource>()));
        // The mail feature knows better, where it is there.
        services.TryAddSingleton(OwnMailSettings.None);
        services.TryAddSingleton(HandOffSettings.None);
        services.TryAddSingleton(new BatchSizes());
        services.AddDashboard();
        Dashboard.Timing.TimingRegistration.AddTiming(services);
        return services
            .AddScoped<StageDoor>()
            .AddScoped<AccountMoves>()
            .AddScoped<Demo.DemoWorld>()
            .AddScoped<BulkMoves>()
            .AddScoped<AccountHolds>()
            .AddScoped<MisfitRepairs>()
            .AddScoped<AccountWrites>()
            .AddScoped<LeadOwners>()
            .AddScoped<LeadMembership>()
            .AddScoped<LegacySegment>()
            .AddScoped<DryRuns>()
            .AddScoped<PlaybookMoves>()
            .AddScoped<AlertWrites>()
            .AddScoped<AlertRuns>()
            .AddScoped<AlertUndo>()
            .AddScoped<SurveyRuns>()
            .AddScoped<SurveyUndo>()
            .AddScoped<HandOffTasks>()
            .AddScoped<PlaybookRunner>()
            .AddScoped<PlaybookReactions>()
            .AddScoped<PlaybookUndo>()
            .AddScoped<PlaybookSwitches>()
            .AddScoped<AccountHandover>()
            .AddScoped<TeamChanges>()
            .AddScoped<PolicyChanges>()
            .AddScoped<PolicyPreviews>()
            .AddSingleton<SignalInbox>()
            .AddScoped<SignalMatch>()
            .AddScoped<SignalTopics>()
            .AddScoped<SignalEffects>()
            .AddScoped<BillingProjection>()
            .AddScoped<AccountStory>()
            .AddScoped<StoryTaskStore>()
            .AddScoped<SignalCorrections>()
            .AddScoped<WaitingSignals>()
            .AddScoped<AccountMerges>()
            .AddScoped<TaskChanges>()
            .AddScoped<Notes.NoteWrites>()
            .AddScoped<Checklists.ChecklistWrites>()
            .AddScoped<TaskBatches>()
            .AddScoped<AbsentTasks>()
            .AddScoped<TaskNotices>()
            .AddScoped<ErasureKeys>()
            .AddScoped<ContactErasures>()
            .AddScoped<ErasurePreviews>()
            .AddScoped<Outbox>()
            .AddScoped<OwnMails>()
            .AddScoped<NoticeMails>()
            .AddScoped<NoticeBoard>()
            .AddScoped<OwnerNotices>()
            .AddScoped<CustomerNotices>()
            .AddScoped<Digests>()
            .AddScoped<PacketReader>()
            .AddScoped<HandOffMails>()
            .AddScoped<HandOffWrites>()
            .AddScoped<HandOffDecisions>()
            .AddScoped<SurveyWrites>()
            .AddScoped<SurveyAnswers>()
            .AddScoped<SignInAttempts>()
            .AddScoped<SignInLinks>();
    }

    /// <summary>How every context of the tracker talks to PostgreSQL.</summary>
    public static DbContextOptionsBuilder UseTracker(this DbContextOptionsBuilder options, NpgsqlDataSource database) =>
        options.UseNpgsql(database).AsTracker();

    /// <inheritdoc cref="UseTracker(DbContextOptionsBuilder, NpgsqlDataSource)"/>
    public static DbContextOptionsBuilder UseTracker(this DbContextOptionsBuilder options, string connectionString) =>
        options.UseNpgsql(connectionString).AsTracker();

    private static DbContextOptionsBuilder AsTracker(this DbContextOptionsBuilder options) =>
        options
            .UseSnakeCaseNamingConvention()
            .ConfigureWarnings(warnings =>
                warnings.Log(
                    // Of two writers at once the second one tries again, or its caller hears of it: who gives up says so in the log.
                    (CoreEventId.SaveChangesFailed, LogLevel.Debug),
                    // A search asks whether a word is rare, in whatever order its accounts come (AccountSearch).
                    (CoreEventId.RowLimitingOperationWithoutOrderByWarning, LogLevel.Debug)
                )
            );

    /// <inheritdoc cref="UseTracker(DbContextOptionsBuilder, NpgsqlDataSource)"/>
    public static DbContextOptionsBuilder<TrackerDb> UseTracker(this DbContextOptionsBuilder<TrackerDb> options, NpgsqlDataSource database)
    {
        ((DbContextOptionsBuilder)options).UseTracker(database);
        return options;
    }
}
