using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Audit;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Data.Dashboard.Stages;
using OnboardingTracker.Data.Erasing;
using OnboardingTracker.Data.Imports;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Data.Misfits;
using OnboardingTracker.Data.Notices;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Data.SignIn;
using OnboardingTracker.Data.Team;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Billing;
using OnboardingTracker.Domain.Checklists;
using OnboardingTracker.Domain.HandOffs;
using OnboardingTracker.Domain.Notes;
using OnboardingTracker.Domain.Notices;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Domain.Surveys;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Data;

/// <summary>The database. It is the unit of work; a page handler is the command handler.</summary>
public sealed class TrackerDb(DbContextOptions<TrackerDb> options)
    : IdentityUserContext<SignInUser, Guid>(options),
        IDataProtectionKeyContext
{
    public DbSet<Stage> Stages => Set<Stage>();
    public DbSet<Account> Accounts => Set<Account>();
    public DbSet<Contact> Contacts => Set<Contact>();
    public DbSet<AccountChange> AccountChanges => Set<AccountChange>();
    public DbSet<Transition> Transitions => Set<Transition>();
    public DbSet<KnownEngagement> Engagements => Set<KnownEngagement>();

    public DbSet<KnownReply> Replies => Set<KnownReply>();
    public DbSet<StageName> StageNames => Set<StageName>();
    public DbSet<StageDay> StageDays => Set<StageDay>();
    public DbSet<RolledUpDay> RolledUpDays => Set<RolledUpDay>();
    public DbSet<KeptTable> KeptTables => Set<KeptTable>();
    public DbSet<Hold> Holds => Set<Hold>();
    public DbSet<Member> Members => Set<Member>();
    public DbSet<TeamSettings> TeamSettings => Set<TeamSettings>();
    public DbSet<SavedView> SavedViews => Set<SavedView>();
    public DbSet<ListVisit> ListVisits => Set<ListVisit>();
    public DbSet<PolicyVersion> PolicyVersions => Set<PolicyVersion>();
    public DbSet<PlaybookSwitch> PlaybookSwitches => Set<PlaybookSwitch>();
    public DbSet<PlaybookRun> PlaybookRuns => Set<PlaybookRun>();
    public DbSet<PlaybookRunItem> PlaybookRunItems => Set<PlaybookRunItem>();
    public DbSet<Import> Imports => Set<Import>();
    public DbSet<ImportChunk> ImportChunks => Set<ImportChunk>();
    public DbSet<ImportRejection> ImportRejections => Set<ImportRejection>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<Signal> Signals => Set<Signal>();
    public DbSet<SignalCorrection> SignalCorrections => Set<SignalCorrection>();
    public DbSet<SignalReplay> SignalReplays => Set<SignalReplay>();
    public DbSet<Subscription> Subscriptions => Set<Subscription>();
    public DbSet<Invoice> Invoices => Set<Invoice>();
    public DbSet<BillPeak> BillPeaks => Set<BillPeak>();
    public DbSet<KnownChurn> Churns => Set<KnownChurn>();
    public DbSet<LeftMisfit> LeftMisfits => Set<LeftMisfit>();
    public DbSet<AccountTask> Tasks => Set<AccountTask>();
    public DbSet<TaskChange> TaskChanges => Set<TaskChange>();
    public DbSet<Note> Notes => Set<Note>();
    public DbSet<NoteVersion> NoteVersions => Set<NoteVersion>();
    public DbSet<ChecklistMark> ChecklistMarks => Set<ChecklistMark>();
    public DbSet<OutgoingMail> OutgoingMails => Set<OutgoingMail>();
    public DbSet<Notice> Notices => Set<Notice>();
    public DbSet<NoticeChoice> NoticeChoices => Set<NoticeChoice>();
    public DbSet<DigestSettings> DigestSettings => Set<DigestSettings>();
    public DbSet<HandOff> HandOffs => Set<HandOff>();
    public DbSet<Survey> Surveys => Set<Survey>();
    public DbSet<SurveyOptOut> SurveyOptOuts => Set<SurveyOptOut>();
    public DbSet<Erasure> Erasures => Set<Erasure>();
    public DbSet<ErasureKey> ErasureKeys => Set<ErasureKey>();
    public DbSet<MailTemplate> MailTemplates => Set<MailTemplate>();
    public DbSet<MailboxFolder> MailboxFolders => Set<MailboxFolder>();
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();
    public DbSet<SetupToken> SetupTokens => Set<SetupToken>();
    public DbSet<SignInSession> SignInSessions => Set<SignInSession>();
    public DbSet<SignInAttempt> SignInAttempts => Set<SignInAttempt>();
    public DbSet<SignInLink> SignInLinks => Set<SignInLink>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasPostgresExtension("pg_trgm");
        builder.ApplyConfigurationsFromAssembly(typeof(TrackerDb).Assembly);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Actor>().HaveConversion<ActorConverter>().HaveMaxLength(300);
        configurationBuilder.Properties<Plan>().HaveConversion<EnumCodeConverter<Plan>>().HaveMaxLength(20);
        configurationBuilder.Properties<PaymentRisk>().HaveConversion<EnumCodeConverter<PaymentRisk>>().HaveMaxLength(20);
        configurationBuilder.Properties<Role>().HaveConversion<EnumCodeConverter<Role>>().HaveMaxLength(20);
        configurationBuilder.Properties<StageKind>().HaveConversion<EnumCodeConverter<StageKind>>().HaveMaxLength(20);
        configurationBuilder.Properties<MisfitKind>().HaveConversion<EnumCodeConverter<MisfitKind>>().HaveMaxLength(30);
        configurationBuilder.Properties<RunState>().HaveConversion<EnumCodeConverter<RunState>>().HaveMaxLength(20);
        configurationBuilder.Properties<RunItemKind>().HaveConversion<EnumCodeConverter<RunItemKind>>().HaveMaxLength(20);
        configurationBuilder.Properties<ImportState>().HaveConversion<EnumCodeConverter<ImportState>>().HaveMaxLength(20);
        configurationBuilder.Properties<SignalState>().HaveConversion<EnumCodeConverter<SignalState>>().HaveMaxLength(20);
        configurationBuilder.Properties<CorrectionKind>().HaveConversion<EnumCodeConverter<CorrectionKind>>().HaveMaxLength(20);
        configurationBuilder.Properties<InvoiceState>().HaveConversion<EnumCodeConverter<InvoiceState>>().HaveMaxLength(20);
        configurationBuilder.Properties<TaskState>().HaveConversion<EnumCodeConverter<TaskState>>().HaveMaxLength(20);
        configurationBuilder.Properties<ChecklistState>().HaveConversion<EnumCodeConverter<ChecklistState>>().HaveMaxLength(20);
        configurationBuilder.Properties<MailPurpose>().HaveConversion<EnumCodeConverter<MailPurpose>>().HaveMaxLength(20);
        configurationBuilder.Properties<OutgoingMailKind>().HaveConversion<EnumCodeConverter<OutgoingMailKind>>().HaveMaxLength(20);
        configurationBuilder.Properties<OutgoingMailState>().HaveConversion<EnumCodeConverter<OutgoingMailState>>().HaveMaxLength(20);
        configurationBuilder.Properties<HandOffState>().HaveConversion<EnumCodeConverter<HandOffState>>().HaveMaxLength(20);
        configurationBuilder.Properties<HandOffUrgency>().HaveConversion<EnumCodeConverter<HandOffUrgency>>().HaveMaxLength(20);
        configurationBuilder.Properties<NoticeKind>().HaveConversion<EnumCodeConverter<NoticeKind>>().HaveMaxLength(30);
        configurationBuilder.Properties<NoticeMail>().HaveConversion<EnumCodeConverter<NoticeMail>>().HaveMaxLength(20);
        configurationBuilder.Properties<NoticeMailState>().HaveConversion<EnumCodeConverter<NoticeMailState>>().HaveMaxLength(20);
        configurationBuilder.Properties<ImportFormat>().HaveConversion<EnumCodeConverter<ImportFormat>>().HaveMaxLength(20);
    }
}
