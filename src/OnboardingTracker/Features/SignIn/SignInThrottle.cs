using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace OnboardingTracker.Features.SignIn;

/// <summary>
/// Slows down whoever tries many passwords or many addresses from one place, before a password is hashed for them. Generous to an
/// office behind one address. Counted in this process; the count per account is kept in the database.
/// </summary>
public sealed class SignInThrottle : IDisposable
{
    public const int PerAddressAndAccount = 20;
    public const int PerAddress = 100;
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(5);

    private readonly PartitionedRateLimiter<(string Address, string Account)> _limiter = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<(string Address, string Account), string>(attempt => Window(attempt.Address, PerAddress)),
        PartitionedRateLimiter.Create<(string Address, string Account), (string, string)>(attempt => Window(attempt, PerAddressAndAccount))
    );

    public bool Allows(HttpContext context, string account)
    {
        using var lease = _limiter.AttemptAcquire((PlaceOf(context.Connection.RemoteIpAddress), account));
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();

    private static RateLimitPartition<TKey> Window<TKey>(TKey key, int most) =>
        RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = most, Window = s_window });

    /// <summary>One household or server has a whole /64 of IPv6 addresses to change between.</summary>
    private static string PlaceOf(IPAddress? address)
    {
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes()[..8])
            : address.ToString();
    }
}
