namespace OnboardingTracker.Features.Import.Applying;

/// <summary>A contact as a batch leaves it.</summary>
internal sealed class ContactDraft
{
    public required string Email { get; init; }

    /// <summary>Null: it is new.</summary>
    public long? Id { get; init; }

    public string? Name { get; private set; }

    public bool Changed { get; private set; }

    public static ContactDraft New(string email) => new() { Email = email, Changed = true };

    public static ContactDraft Known(long id, string email, string? name) =>
        new()
        {
            Id = id,
            Email = email,
            Name = name,
        };

    /// <summary>Takes the name where one is given.</summary>
    /// <returns>Whether that changes it.</returns>
    public bool Take(string? name)
    {
        if (name is null || name == Name)
            return false;
        Name = name;
        return Changed = true;
    }
}
