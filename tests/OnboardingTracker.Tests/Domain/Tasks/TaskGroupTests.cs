using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Tests.Domain.Tasks;

public sealed class TaskGroupTests
{
    // 2026-03-04 is a Wednesday; its week ends with Sunday the 8th.
    [Theory]
    [InlineData("2026-03-03", TaskGroup.Overdue)]
    [InlineData("2026-03-04", TaskGroup.Today)]
    [InlineData("2026-03-05", TaskGroup.ThisWeek)]
    [InlineData("2026-03-08", TaskGroup.ThisWeek)]
    [InlineData("2026-03-09", TaskGroup.Later)]
    [InlineData(null, TaskGroup.NoDay)]
    public void Tasks_stand_under_the_heading_of_their_day(string? due, TaskGroup group)
    {
        DateOnly? day = due is null ? null : DateOnly.Parse(due, System.Globalization.CultureInfo.InvariantCulture);

        TaskGroups.Of(TaskPlace.Of(TaskKinds.FollowUp, day), new DateOnly(2026, 3, 4)).Should().Be(group);
        TaskGroups.Of(TaskPlace.Of(TaskKinds.LargeInvoice, day), new DateOnly(2026, 3, 4)).Should().Be(TaskGroup.Alerts);
    }

    [Fact]
    public void On_a_Sunday_the_week_is_over_with_the_day() =>
        TaskGroups.Of(TaskPlace.Of(TaskKinds.FollowUp, new DateOnly(2026, 3, 9)), new DateOnly(2026, 3, 8)).Should().Be(TaskGroup.Later);
}
