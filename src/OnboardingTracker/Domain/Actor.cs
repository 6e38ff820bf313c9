namespace OnboardingTracker.Domain;

public enum ActorKind
{
    User,
    Api,
    Playbook,
}

/// <summary>Who or what made a change: a person, an API key or a playbook. Written <c>user:ann@example.com</c>.</summary>
public readonly record struct Actor(ActorKind Kind, string Name)
{
    public static Actor User(string email) => new(ActorKind.User, email);

    public static Actor Api(string keyName) => new(ActorKind.Api, keyName);

    public static Actor Playbook(string playbook) => new(ActorKind.Playbook, playbook);

    /// <summary>A person, directly or through a key that acts for one; their decisions outrank playbooks.</summary>
    public bool IsPerson => Kind is not ActorKind.Playbook;

    public override string ToString() =>
        Kind switch
        {
            ActorKind.User => "user:",
            ActorKind.Api => "api:",
            _ => "playbook:",
        } + Name;

    /// <exception cref="FormatException">The text is none of <c>user:…</c>, <c>api:…</c>, <c>playbook:…</c>.</exception>
    public static Actor Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = text[(colon + 1)..];
        return (colon < 0 ? "" : text[..colon]) switch
        {
            "user" => User(name),
            "api" => Api(name),
            "playbook" => Playbook(name),
            _ => throw new FormatException($"'{text}' is not an actor: expected user:…, api:… or playbook:…."),
        };
    }
}
