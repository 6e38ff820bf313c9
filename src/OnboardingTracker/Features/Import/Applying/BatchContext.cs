using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Features.Import.Applying;

/// <summary>What is the same for every row of a run.</summary>
/// <param name="By">Who sent the file; every change and move of it is signed so.</param>
/// <param name="Baseline">Nobody enters the pipeline by it.</param>
internal sealed record BatchContext(long ImportId, RunContext Run, Actor By, bool Baseline, StageCatalogue Stages)
{
    /// <summary>Set where nothing is written: what earlier batches would have made.</summary>
    public PreviewMemory? Preview { get; init; }
}
