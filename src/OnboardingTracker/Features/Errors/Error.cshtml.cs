using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.Errors;

/// <summary>What a person sees when a page cannot be shown: what happened, what to do, and a reference where the log knows more.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ErrorModel : PageModel
{
    private int _code;

    /// <summary>In the title bar, above what happened.</summary>
    public string Name =>
        _code switch
        {
            401 => "Signed out",
            403 => "No permission",
            404 => "Not found",
            503 => "Not available",
            _ => "Not done",
        };

    public string Title =>
        _code switch
        {
            400 => "That request could not be read",
            401 => "Please sign in",
            403 => "You may not open this page",
            404 => "There is nothing here",
            409 => "Somebody was faster",
            413 => "That file is too large",
            429 => "Too many attempts",
            503 => "We are not ready yet",
            _ => "Something broke on our side",
        };

    public string Explanation =>
        _code switch
        {
            400 => "The form may have been open for too long, or the address was cut short.",
            401 => "You are signed out, perhaps because you were away for a while.",
            403 => "Your role does not include it.",
            404 => "The address may be mistyped, or what was here has been removed.",
            409 => "What you changed was changed by someone else a moment before.",
            413 => "The server refused it because of its size.",
            429 => "For safety there is a short pause.",
            503 => "The database cannot be reached at the moment. Nothing was lost: what was saved is safe.",
            _ => "What you were doing was not saved. It has been written to the log.",
        };

    public string WhatToDo =>
        _code switch
        {
            400 => "Go back, reload the page and try once more.",
            401 => "Sign in and you will be taken back.",
            403 => "If you need it for your work, an admin can change your role under Team.",
            404 => "Search for the account by its name, or start from Today.",
            409 => "Reload to see the present state, then decide again.",
            413 => "Split the file, or send it through the API.",
            429 => "Wait a minute, then try again.",
            503 => "It usually passes within a minute. Try again shortly.",
            _ => "Try again. If it happens twice, tell your admin the reference below.",
        };

    public string Icon =>
        _code switch
        {
            401 or 403 => "lock",
            404 => "search",
            503 => "cloud-off",
            _ => "alert",
        };

    public string? Reference { get; private set; }

    public string OriginalUrl { get; private set; } = "/";

    public bool CanRetry => _code >= 500 && HttpMethods.IsGet(Request.Method);

    /// <summary>An htmx request changes a part of a page: it gets a message, never a page inside the page.</summary>
    public bool IsFragment => Request.Headers.ContainsKey("HX-Request");

    public Toast Toast => new(Title, Reference is null ? WhatToDo : $"{WhatToDo} Reference {Reference}", ToastTone.Error);

    public void OnGet(int code) => Show(code);

    public void OnPost(int code) => Show(code);

    public void OnPut(int code) => Show(code);

    public void OnDelete(int code) => Show(code);

    private void Show(int code)
    {
        _code = code;
        if (HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is { } refused)
        {
            OriginalUrl = refused.OriginalPathBase + refused.OriginalPath + refused.OriginalQueryString;
        }
        else if (HttpContext.Features.Get<IExceptionHandlerPathFeature>() is { } failed)
        {
            OriginalUrl = failed.Path + Request.QueryString;
            _code = Response.StatusCode;
        }
        else
        {
            // Opened by its address: it tells of no error, so it is simply not a page.
            _code = Response.StatusCode = StatusCodes.Status404NotFound;
        }

        if (_code >= 500)
        {
            Reference = Activity.Current?.TraceId.ToString() ?? HttpContext.TraceIdentifier;
        }
    }
}
