using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.Gallery;

/// <summary>Believable rows for the gallery; nothing else uses them.</summary>
public static class Samples
{
    public static readonly DateOnly Today = new(2026, 11, 23);

    public static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 12, 0, TimeSpan.Zero);

    public static readonly TimeZoneInfo Zone = TimeZoneInfo.Utc;

    public static readonly SampleStage[] Stages =
    [
        new("1", "New Account", "active"),
        new("2", "Onboarding Initiated", "active"),
        new("3a", "Engaged — Email", "active"),
        new("3b", "Engaged — Call Booked", "active"),
        new("4a", "Intro Call Completed", "active"),
        new("4b", "Second Call Completed", "active"),
        new("5", "Awaiting Final Outreach", "active"),
        new("6a", "Onboarded — No Engagement", "outcome"),
        new("6b", "Onboarded — Engaged", "outcome"),
        new("6c", "Sales Handoff", "outcome"),
        new("6d", "Churned", "outcome"),
        new("7", "Paid call purchased", "outsideTheFlow"),
    ];

    public static readonly SampleAccount[] Accounts =
    [
        new(
            "a1",
            "Fernweh Labs",
            "fernweh.io",
            "5",
            "Pay-as-you-go",
            1840.50m,
            -2,
            "Ann Okafor",
            "Final outreach overdue by 2 days",
            "At risk"
        ),
        new(
            "a2",
            "Kestrel Analytics",
            "kestrel.dev",
            "1",
            "Pay-as-you-go",
            312m,
            3,
            "Ann Okafor",
            "Never contacted, renews in 3 days",
            "–",
            true
        ),
        new(
            "a3",
            "Northbeam Robotics",
            "northbeam.ai",
            "5",
            "YC startup",
            6120m,
            4,
            "Ann Okafor",
            "Final outreach due Friday",
            "Likely to pay"
        ),
        new(
            "a4",
            "Ōtake Systems",
            "otake.jp",
            "4a",
            "Pay-as-you-go",
            948.20m,
            9,
            "Ann Okafor",
            "Moves to 5 today: renewal within 10 days",
            "Likely to pay"
        ),
        new("a5", "Bluebird & Daughters", "bluebird.co", "3b", "Pay-as-you-go", 420m, 12, "Jonas Weber", "Call tomorrow at 15:00", "–"),
        new(
            "a6",
            "Tallow Commerce International Holdings",
            "tallow.shop",
            "3a",
            "Pay-as-you-go",
            15200m,
            14,
            "Mei Tanaka",
            "Replied 4 days ago: answer it",
            "Unlikely to pay"
        ),
        new(
            "a7",
            "Quietroom",
            "quietroom.app",
            "2",
            "YC startup",
            128.75m,
            18,
            "Jonas Weber",
            "No reply for 6 days: write again",
            "–",
            true
        ),
        new("a8", "Halcyon Grid", "halcyon.energy", "7", "Pay-as-you-go", 760m, 21, null, "No owner: assign someone", "–"),
        new("a9", "Pebble Payments", "pebblepay.com", "2", "Pay-as-you-go", 1033m, 24, "Priya Nair", "Waiting for their reply", "–"),
        new("a10", "Saltmarsh Media", "saltmarsh.tv", "1", "Pay-as-you-go", 244m, 27, "Ann Okafor", "Send the initial outreach", "–", true),
    ];

    public static SampleStage Stage(string code) => Stages.First(s => s.Code == code);

    public static StagePath Path { get; } =
        new(
            [
                new("1", "New Account", StagePathState.Done, Now.AddDays(-31), "4 days"),
                new("2", "Onboarding Initiated", StagePathState.Done, Now.AddDays(-27), "9 days"),
                new("3a", "Engaged — Email", StagePathState.Done, Now.AddDays(-18), "3 days"),
                new("3b", "Engaged — Call Booked", StagePathState.Done, Now.AddDays(-15), "5 days"),
                new("4a", "Intro Call Completed", StagePathState.Current, Now.AddDays(-10), "10 days so far"),
                new("4b", "Second Call Completed", StagePathState.Ahead),
                new("5", "Awaiting Final Outreach", StagePathState.Ahead, null, "due today"),
                new("6", "Outcome", StagePathState.Ahead),
            ],
            Zone,
            Today
        );
}
