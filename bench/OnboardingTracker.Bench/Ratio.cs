using System.Globalization;

namespace OnboardingTracker.Bench;

/// <summary>What was measured, beside its floor of the same run.</summary>
/// <param name="Aim">The most that the ratio should be.</param>
/// <param name="PeakMemory">The app's most resident memory, in bytes.</param>
internal sealed record Ratio(string What, double Ours, double Floor, string Unit, double Aim, long PeakMemory)
{
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{What}: {Ours:0.###} {Unit} against {Floor:0.###} {Unit} = {Ours / Floor:0.00}x (aim {Aim:0.#}x, peak memory {PeakMemory / 1048576.0:0} MB)"
        );
}
