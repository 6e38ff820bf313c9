using System.Text.RegularExpressions;

namespace OnboardingTracker.BrowserTests;

/// <summary>One person's window. What the page complains about in its console is kept, and is nothing at the end of a good test.</summary>
public sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    public Window(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.PageError += (_, error) => _complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                _complaints.Add(message.Text);
        };
    }

    public IPage Page { get; }

    /// <summary>Errors of scripts and refusals of the content security policy.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>By the demo's one click.</summary>
    public async Task SignInAsync(string person)
    {
        await Page.GotoAsync("/sign-in");
        await Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex(Regex.Escape(person)) }).ClickAsync();
        await Page.WaitForURLAsync("**/");
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
