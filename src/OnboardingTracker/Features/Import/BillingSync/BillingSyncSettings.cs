using OnboardingTracker.Platform.Options;

namespace OnboardingTracker.Features.Import.BillingSync;

/// <summary>The team's own query against their billing database. Null everywhere: no sync is set up.</summary>
/// <param name="ConnectionString">Of a PostgreSQL user who may read; read-only is asked for besides.</param>
/// <param name="Query">Its columns are named as those of an import; <c>external_id</c> is taken for <c>externalId</c>.</param>
/// <param name="Timeout">How long the query may take.</param>
public sealed record BillingSyncSettings(string? ConnectionString, string? Query, TimeSpan Timeout)
{
    private const string Section = "BillingSync";
    private const int UsualSeconds = 300;

    public bool IsSetUp => ConnectionString is not null;

    /// <exception cref="BadSettingException">One is given without the other, or is not what it must be.</exception>
    public static BillingSyncSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        var (connection, query) = (Given(section["ConnectionString"]), Given(section["Query"]));
        if (connection is null != query is null)
            throw new BadSettingException(
                connection is null ? "BillingSync__ConnectionString" : "BillingSync__Query",
                "is missing: a billing sync needs both a connection and a query."
            );
        var seconds = UsualSeconds;
        if (Given(section["TimeoutSeconds"]) is { } text && (!int.TryParse(text, out seconds) || seconds is < 1 or > 86_400))
            throw new BadSettingException("BillingSync__TimeoutSeconds", $"must be a number of seconds from 1 to 86400, not '{text}'.");
        if (connection is not null)
            StartupSettings.CheckConnection("BillingSync__ConnectionString", connection);
        return new(connection, query, TimeSpan.FromSeconds(seconds));
    }

    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
