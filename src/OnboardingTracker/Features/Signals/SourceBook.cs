namespace OnboardingTracker.Features.Signals;

/// <summary>The reader of each source; what comes from a source without an adapter is read as the API takes it.</summary>
public sealed class SourceBook(IEnumerable<ISignalSource> sources, GenericSource generic)
{
    private readonly Dictionary<string, ISignalSource> _byName = sources.ToDictionary(source => source.Name, StringComparer.Ordinal);

    public ISignalSource this[string source] => _byName.GetValueOrDefault(source, generic);
}
