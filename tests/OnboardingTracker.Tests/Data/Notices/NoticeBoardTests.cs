using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Data.Notices;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Notices;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Notices;

public sealed class NoticeBoardTests(TestPostgres postgres)
{
    private static readonly IReadOnlyDictionary<string, string> s_mail = new Dictionary<string, string>
    {
        ["Mail:Smtp:Host"] = "127.0.0.1",
        ["Mail:Smtp:From"] = "onboarding@team.example",
        ["OnboardingTracker:PublicAddress"] = "https://tracker.example/base/",
    };

    [Fact]
    public async Task Told_twice_and_at_once_it_is_one_notice_and_one_mail()
    {
        await using var app = await TrackerApp.StartAsync(postgres, s_mail);
        var ann = await app.AddMemberAsync(Role.Specialist, "ann@example.com");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => app.TellAsync(ann.Id, Mention)));
        await app.TellAsync(ann.Id, Mention with { Title = "Told otherwise" });

        (await app.NoticesAsync()).Should().ContainSingle().Which.Title.Should().Be("Bo mentions you on Acme");
        var mail = await app.DbAsync(db => db.OutgoingMails.SingleAsync());
        (mail.Kind, mail.Subject).Should().Be((OutgoingMailKind.Notice, "Bo mentions you on Acme"));
        mail.To.Should().Equal("ann@example.com");
        mail.Text.Should().Contain("https://tracker.example/base/notices/").And.Contain("https://tracker.example/base/profile/notices");
    }

    [Fact]
    public async Task Who_did_it_and_who_is_no_longer_active_is_not_told()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var ann = await app.AddMemberAsync(Role.Specialist, "ann@example.com");
        var bo = await app.AddMemberAsync(Role.Specialist, "bo@example.com");
        var gone = await app.AddMemberAsync(Role.Specialist, "gone@example.com");
        await app.DbAsync(db => db.Members.Where(m => m.Id == gone.Id).ExecuteUpdateAsync(m => m.SetProperty(x => x.Active, false)));

        await app.WithAsync(async services =>
        {
            await services.GetRequiredService<NoticeBoard>().TellAsync([ann.Id, bo.Id, gone.Id, 4711], Mention);
            return 0;
        });

        (await app.NoticesAsync()).Select(n => n.MemberId).Should().Equal(ann.Id);
    }

    [Fact]
    public async Task A_role_is_told_by_whom_the_kind_is_for()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        foreach (var role in Enum.GetValues<Role>())
            await app.AddMemberAsync(role);

        foreach (var kind in new[] { NoticeKind.SourceSilent, NoticeKind.UnknownBuyer })
            await app.WithAsync(async services =>
            {
                await services.GetRequiredService<NoticeBoard>().TellRolesAsync(Mention with { Kind = kind, Key = kind.ToString() });
                return 0;
            });

        var told = await app.DbAsync(db =>
            db.Notices.Join(db.Members, n => n.MemberId, m => m.Id, (n, m) => new { n.Kind, m.Role }).ToListAsync()
        );
        told.Select(t => (t.Kind, t.Role))
            .Should()
            .BeEquivalentTo([
                (NoticeKind.SourceSilent, Role.Admin),
                (NoticeKind.UnknownBuyer, Role.Lead),
                (NoticeKind.UnknownBuyer, Role.Admin),
            ]);
    }

    public static TheoryData<bool, NoticeMail, bool, string> Choices =>
        new()
        {
            // in the app, by mail, mail server: what is there
            { true, NoticeMail.Never, true, "in the app, None" },
            { true, NoticeMail.Digest, true, "in the app, Waiting" },
            { true, NoticeMail.AtOnce, true, "in the app, Mailed, a mail" },
            { false, NoticeMail.Never, true, "" },
            { false, NoticeMail.Digest, true, "by mail alone, Waiting" },
            { false, NoticeMail.AtOnce, true, "by mail alone, Mailed, a mail" },
            { true, NoticeMail.AtOnce, false, "in the app, None" },
            { true, NoticeMail.Digest, false, "in the app, None" },
            { false, NoticeMail.AtOnce, false, "" },
        };

    [Theory]
    [MemberData(nameof(Choices))]
    public async Task Each_is_told_as_they_chose(bool inApp, NoticeMail mail, bool server, string there)
    {
        await using var app = await TrackerApp.StartAsync(postgres, server ? s_mail : null);
        var ann = await app.AddMemberAsync(Role.Specialist, "ann@example.com");
        await app.DbAsync(db =>
        {
            db.NoticeChoices.Add(
                new NoticeChoice
                {
                    MemberId = ann.Id,
                    Kind = NoticeKind.Mention,
                    InApp = inApp,
                    Mail = mail,
                }
            );
            return db.SaveChangesAsync();
        });

        await app.TellAsync(ann.Id, Mention);

        var notices = await app.NoticesAsync();
        var mails = await app.DbAsync(db => db.OutgoingMails.CountAsync());
        string.Join("; ", notices.Select(n => $"{(n.InApp ? "in the app" : "by mail alone")}, {n.Mail}{(mails > 0 ? ", a mail" : "")}"))
            .Should()
            .Be(there);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("")]
    public async Task It_leads_to_no_other_place_than_ours(string link)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var ann = await app.AddMemberAsync(Role.Specialist, "ann@example.com");

        var tell = () => app.TellAsync(ann.Id, Mention with { Link = link });

        await tell.Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public void Every_kind_has_a_rule_and_those_who_are_told_can_see_it()
    {
        NoticeRules.All.Select(rule => rule.Kind).Should().BeEquivalentTo(Enum.GetValues<NoticeKind>());
        NoticeRules.All.Should().OnlyContain(rule => rule.Roles.Count > 0 && rule.Usual.InApp && rule.Usual.Mail != NoticeMail.Never);
    }

    private static NoticeToTell Mention { get; } =
        new()
        {
            Kind = NoticeKind.Mention,
            Key = "note 1",
            Title = "Bo mentions you on Acme",
            Link = "/accounts/1",
            By = Actor.User("bo@example.com"),
        };
}
