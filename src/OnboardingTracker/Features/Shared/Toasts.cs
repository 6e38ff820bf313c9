using System.Text.Json;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace OnboardingTracker.Features.Shared;

/// <summary>Carries toasts over the redirect that follows a form: <c>TempData.Toast(new("Saved"))</c>; the layout shows them.</summary>
public static class Toasts
{
    private const string Key = "toasts";

    public static void Toast(this ITempDataDictionary tempData, Toast toast)
    {
        List<Toast> all = [.. Read(tempData.Peek(Key)), toast];
        tempData[Key] = JsonSerializer.Serialize(all);
    }

    public static IReadOnlyList<Toast> TakeToasts(this ITempDataDictionary tempData) => Read(tempData[Key]);

    private static List<Toast> Read(object? stored) => stored is string json ? JsonSerializer.Deserialize<List<Toast>>(json) ?? [] : [];
}
