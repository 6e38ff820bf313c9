using System.Globalization;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.Dashboard;

/// <summary>How figures are written: for the reader, and as plain values.</summary>
public static class FigureWords
{
    public static bool IsNumber(FigureKind kind) =>
        kind is FigureKind.Count or FigureKind.Change or FigureKind.Money or FigureKind.Share or FigureKind.Days;

    /// <summary>In the reader's format; null: there is no value.</summary>
    public static string? Of(FigureKind kind, FigureValue value, FigureReading reading, ReaderFormat format)
    {
        if (value.Number is { } number)
            return kind switch
            {
                FigureKind.Change => Signed(number, format),
                FigureKind.Money => format.Money(number, reading.Query.AsOf.Policy.TeamCurrency, whole: true),
                FigureKind.Share => format.Percent(number),
                FigureKind.Days => format.Number(number, 1),
                _ => format.Number((long)number),
            };
        return value.Text is not { Length: > 0 } text
            ? null
            : kind switch
            {
                FigureKind.Day => DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day) ? format.Day(day, reading.Query.AsOf.Day) : text,
                FigureKind.Time => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var at)
                    ? format.Time(at, TeamCalendar.Zone(reading.Query.AsOf.Policy), reading.Query.AsOf.Day)
                    : text,
                FigureKind.Stage => reading.Stages.Label(text),
                _ => text,
            };
    }

    /// <summary>As files and charts take it.</summary>
    public static string? Plain(FigureValue value) => value.Number?.ToString("0.####", CultureInfo.InvariantCulture) ?? value.Text;

    /// <summary>"As of now", "As of the end of 28 Feb 2026".</summary>
    public static string AsOf(AsOf asOf, ReaderFormat format) => asOf.IsNow ? "As of now" : $"As of the end of {format.Day(asOf.Day)}";

    public static string Span(DaySpan span, ReaderFormat format) => $"{format.Day(span.From)} to {format.Day(span.To)}";

    private static string Signed(decimal number, ReaderFormat format) =>
        number == 0 ? "0" : (number > 0 ? "+" : "−") + format.Number((long)Math.Abs(number));
}
