using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Surveys;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Signals.Email;

namespace OnboardingTracker.Tests.Features.Surveys;

/// <summary>Who is asked, how often, and by what mail.</summary>
public sealed class AskTests(TestPostgres postgres)
{
    [Fact]
    public async Task An_account_is_asked_once_by_one_mail_however_often_and_by_however_many()
    {
        await using var world = await SurveyWorld.StartAsync(postgres);

        var asked = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.AskAsync()));
        await world.SendAsync();
        await world.SendAsync();
        world.App.Clock.Advance(TimeSpan.FromDays(40));
        (await world.AskAsync()).Should().BeFalse("once per account, whatever its passages");

        asked.Count(now => now).Should().Be(1);
        var mail = world.Smtp.Taken.Should().ContainSingle().Subject;
        mail.To.Should().Equal(MailWorld.Kim);
        mail.Header("List-Unsubscribe").Should().StartWith("<https://tracker.firm.example/survey/").And.EndWith("/stop>");
        mail.Header("List-Unsubscribe-Post").Should().Be("List-Unsubscribe=One-Click");
        (await world.App.DbAsync(db => db.Signals.CountAsync())).Should().Be(0, "it is no outreach");
        (await world.Mail.StageAsync(world.Acme)).Should().Be("6a");
    }

    [Fact]
    public async Task Cut_off_after_the_data_it_goes_out_again_with_the_same_Message_ID_and_the_same_link()
    {
        await using var world = await SurveyWorld.StartAsync(postgres);
        world.Smtp.ToData = () => null;
        await world.AskAsync();
        await world.SendAsync();
        world.Smtp.ToData = () => "250 Taken";
        world.App.Clock.Advance(TimeSpan.FromMinutes(5));

        await world.Mail.SweepAsync();

        world.Smtp.Taken.Should().HaveCount(2);
        world.Smtp.Taken.Select(mail => mail.Header("Message-ID")).Distinct().Should().HaveCount(1);
        world.Smtp.Taken.Select(mail => mail.Header("List-Unsubscribe")).Distinct().Should().HaveCount(1);
    }

    [Fact]
    public async Task The_link_is_in_the_mail_alone_once_that_is_sent()
    {
        await using var world = await SurveyWorld.StartAsync(postgres);

        var link = await world.LinkAsync();

        world.Smtp.Taken.Single().Header("List-Unsubscribe").Should().Be($"<https://tracker.firm.example{link}/stop>");
        link.Length.Should().BeGreaterThan("/survey/".Length + 21, "128 bits at the least");
        var row = await world.App.DbAsync(db => db.OutgoingMails.AsNoTracking().SingleAsync());
        row.State.Should().Be(OutgoingMailState.Sent);
        row.Text.Should().Contain("/survey/…").And.NotContain(link);
        row.Unsubscribe.Should().BeNull();
    }

    [Fact]
    public async Task Who_wrote_last_is_asked_and_nobody_whose_mail_came_back_or_who_wants_none()
    {
        await using var world = await SurveyWorld.StartAsync(postgres);
        await AddAsync(world, "lou@acme.example");
        await world.Mail.ArrivesAsync(world.Mail.Mail(from: "lou@acme.example", to: MailWorld.Ann));
        await RecipientShouldBeAsync(world, "lou@acme.example");

        await world.App.DbAsync(db =>
            db.Contacts.Where(c => c.Email == "lou@acme.example")
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.BouncedAt, world.App.Clock.GetUtcNow()))
        );
        await RecipientShouldBeAsync(world, MailWorld.Kim);

        await world.App.DbAsync(async db =>
        {
            db.SurveyOptOuts.Add(new SurveyOptOut { Email = MailWorld.Kim, At = world.App.Clock.GetUtcNow() });
            return await db.SaveChangesAsync();
        });
        await RecipientShouldBeAsync(world, null);
    }

    [Fact]
    public async Task Without_an_address_for_the_answer_page_nobody_is_asked()
    {
        await using var world = await SurveyWorld.StartAsync(postgres, reachable: false);

        (await world.AskAsync()).Should().BeFalse();

        (await world.App.DbAsync(db => db.Surveys.CountAsync())).Should().Be(0);
    }

    private static async Task RecipientShouldBeAsync(SurveyWorld world, string? email)
    {
        (await world.AskAsync()).Should().Be(email is not null);
        var asked = await world.App.DbAsync(db => db.Surveys.Select(s => s.Email).ToListAsync());
        asked.Should().Equal(email is null ? [] : [email]);
        await world.App.DbAsync(db => db.Surveys.ExecuteDeleteAsync());
        await world.App.DbAsync(db => db.OutgoingMails.ExecuteDeleteAsync());
    }

    private static Task<AccountWritten> AddAsync(SurveyWorld world, string email) =>
        world.App.WithAsync(services =>
            services
                .GetRequiredService<AccountWrites>()
                .UpsertAsync(
                    "acme",
                    new AccountUpdate(),
                    [new ContactUpdate(email, null, null)],
                    DetailSources.Import,
                    Actor.User(MailWorld.Ann)
                )
        );
}
