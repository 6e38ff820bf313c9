using Microsoft.AspNetCore.WebUtilities;

namespace OnboardingTracker.Platform.Api;

/// <summary>Ends a request of the API with a problem.</summary>
public sealed class ApiProblemException(Problem problem) : Exception(problem.Detail ?? problem.Title)
{
    public Problem Problem { get; } = problem;

    public static ApiProblemException Invalid(string field, string message) =>
        Invalid(new Dictionary<string, string[]> { [field] = [message] });

    /// <param name="errors">Field to what it must be.</param>
    public static ApiProblemException Invalid(IReadOnlyDictionary<string, string[]> errors) =>
        new(
            new Problem
            {
                Title = "The request is not valid",
                Status = StatusCodes.Status400BadRequest,
                Detail = string.Join(" ", errors.Select(error => $"{error.Key}: {string.Join(" ", error.Value)}")),
                Errors = errors,
            }
        );

    public static ApiProblemException NotFound(string what) => Of(StatusCodes.Status404NotFound, what);

    public static ApiProblemException Forbidden(string why) => Of(StatusCodes.Status403Forbidden, why);

    public static ApiProblemException Of(int status, string detail) =>
        new(
            new Problem
            {
                Title = TitleOf(status),
                Status = status,
                Detail = detail,
            }
        );

    internal static string TitleOf(int status) =>
        ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } phrase ? phrase : "The request failed";
}
