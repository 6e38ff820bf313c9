using System.Runtime.CompilerServices;

namespace OnboardingTracker.Data;

internal static class Chunks
{
    /// <summary>A stream in lists of at most this size.</summary>
    public static async IAsyncEnumerable<List<T>> Chunked<T>(
        this IAsyncEnumerable<T> items,
        int size,
        [EnumeratorCancellation] CancellationToken cancel = default
    )
    {
        var chunk = new List<T>(size);
        await foreach (var item in items.WithCancellation(cancel))
        {
            chunk.Add(item);
            if (chunk.Count < size)
                continue;
            yield return chunk;
            chunk = new List<T>(size);
        }
        if (chunk.Count > 0)
            yield return chunk;
    }
}
