namespace OnboardingTracker.Data.Dashboard.Retention;

/// <summary>The parts of a cohort, by their names in addresses: what they have in common, and which rows of <c>logo</c> they are.</summary>
internal static class RetentionParts
{
    public const string Accounts = "accounts";
    public const string Retained = "retained";
    public const string Lost = "lost";
    public const string Staying = "staying";
    public const string Gone = "gone";
    public const string Over = "over";
    public const string Apart = "apart";

    public static readonly IReadOnlyDictionary<string, (string Title, string Where)> All = new Dictionary<string, (string, string)>
    {
        [Accounts] = ("Accounts", "l.compared"),
        [Retained] = ("Retained after three months", "l.compared and l.over and l.lost_at is null"),
        [Lost] = ("Lost within three months", "l.compared and l.over and l.lost_at is not null"),
        [Staying] = ("Not yet three months old, and with us", "l.compared and not l.over and l.lost_at is null"),
        [Gone] = ("Not yet three months old, and churned", "l.compared and not l.over and l.lost_at is not null"),
        [Over] = ("Three months are over", "l.compared and l.over"),
        [Apart] = ("Billed in a currency without a rate", "not l.compared"),
    };
}
