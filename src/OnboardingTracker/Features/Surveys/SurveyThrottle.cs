using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace OnboardingTracker.Features.Surveys;

/// <summary>Slows down whoever tries many links from one place. A link cannot be guessed; this keeps the database out of it.</summary>
public sealed class SurveyThrottle : IDisposable
{
    public const int PerAddress = 120;
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(5);

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(place =>
        RateLimitPartition.GetFixedWindowLimiter(
            place,
            _ => new FixedWindowRateLimiterOptions { PermitLimit = PerAddress, Window = s_window }
        )
    );

    public bool Allows(HttpContext context)
    {
        using var lease = _limiter.AttemptAcquire(PlaceOf(context.Connection.RemoteIpAddress));
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();

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
