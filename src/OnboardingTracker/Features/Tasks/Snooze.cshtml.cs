using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Data.Tasks;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Tasks;

/// <summary>Puts tasks to sleep until a day of the team.</summary>
[Authorize(Policy = Access.WorkOnAccounts)]
public sealed class SnoozeModel(TrackerDb db, TaskBatches batches, TimeProvider time) : TaskActionModel(db)
{
    private readonly TrackerDb _db = db;

    /// <summary>One of the days that are offered, yyyy-MM-dd.</summary>
    [BindProperty]
    public string? Until { get; set; }

    /// <summary>Another day, which is typed.</summary>
    [BindProperty]
    public DateOnly? Day { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) =>
        Chosen.Count == 0 ? NothingChosen() : Show(await FormAsync(cancel));

    public Task<IActionResult> OnPostAskAsync(CancellationToken cancel) => OnGetAsync(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Chosen.Count == 0)
            return NothingChosen();
        var day =
            Day
            ?? (DateOnly.TryParseExact(Until, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var one) ? one : null);
        if (day is null || !ModelState.IsValid)
            return Show(await FormAsync(cancel), "Choose a day after today.");
        var batch = await batches.ChangeAsync(Chosen, new TaskEdit { SnoozedUntil = day }, User.Actor(), cancel);
        return batch.Problem is { } problem
            ? Show(await FormAsync(cancel), problem)
            : Answer(batch, $"Asleep until {ReaderFormat.Of(HttpContext).Day(day.Value, await TodayAsync(cancel))}");
    }

    private async Task<TaskChoice> FormAsync(CancellationToken cancel)
    {
        var today = await TodayAsync(cancel);
        var format = ReaderFormat.Of(HttpContext);
        var monday = today.AddDays(((int)DayOfWeek.Monday - (int)today.DayOfWeek + 7) % 7 is var days and > 0 ? days : 7);
        (string Words, DateOnly Day)[] offered =
        [
            ("Tomorrow", today.AddDays(1)),
            .. monday == today.AddDays(1) ? Array.Empty<(string, DateOnly)>() : [("Next Monday", monday)],
            ("In a week", today.AddDays(7)),
            ("In a month", today.AddMonths(1)),
        ];
        return new TaskChoice(
            $"Snooze {await WhatAsync(cancel)}",
            "/tasks/snooze",
            "until",
            "Asleep until",
            "Snooze",
            [
                .. offered
                    .DistinctBy(choice => choice.Day)
                    .Select(choice => new Choice(
                        choice.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                        new HtmlContentBuilder()
                            .AppendHtml("<span>")
                            .Append(choice.Words)
                            .AppendHtml("</span> <span class=\"faint\">")
                            .Append(choice.Day.ToString("ddd", CultureInfo.InvariantCulture) + " " + format.Day(choice.Day, today))
                            .AppendHtml("</span>")
                    )),
            ]
        )
        {
            FirstDay = today.AddDays(1),
            Day = Day,
        };
    }

    private async Task<DateOnly> TodayAsync(CancellationToken cancel)
    {
        var (policy, _) = await _db.CurrentPolicyAsync(cancel);
        return TeamCalendar.DayOf(time.GetUtcNow(), policy);
    }
}
