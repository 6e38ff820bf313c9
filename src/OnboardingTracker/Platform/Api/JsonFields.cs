using System.Text.Json;
using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Platform.Api;

/// <summary>Reads one value, or says in plain words what it must be.</summary>
/// <returns>What is wrong; null: nothing.</returns>
public delegate string? JsonRead<T>(JsonElement value, out T read);

/// <summary>
/// One JSON object of a request, read field by field: what is not sent is told from null, and everything that is wrong is collected,
/// so that the caller mends it once. A field that nobody asked for is refused, so that nobody believes it was taken.
/// </summary>
public sealed class JsonFields
{
    private readonly JsonElement _object;
    private readonly string _path;
    private readonly Dictionary<string, List<string>> _errors;
    private readonly List<JsonFields> _parts = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public JsonFields(JsonElement value)
        : this(value, "", []) { }

    private JsonFields(JsonElement value, string path, Dictionary<string, List<string>> errors) =>
        (_object, _path, _errors) = (value, path, errors);

    public bool Has(string name) => _object.TryGetProperty(name, out _);

    /// <summary>The field as it was sent; not given where it was not sent, or is wrong.</summary>
    public Optional<T> Take<T>(string name, JsonRead<T> read)
    {
        _known.Add(name);
        if (!_object.TryGetProperty(name, out var value))
            return default;
        if (read(value, out var taken) is not { } problem)
            return taken;
        Wrong(name, problem);
        return default;
    }

    /// <summary>A field that must be sent.</summary>
    public Optional<T> Require<T>(string name, JsonRead<T> read)
    {
        if (!Has(name))
            Wrong(name, "Must be given.");
        return Take(name, read);
    }

    /// <summary>A field that is an object of its own; null where it may be null and is.</summary>
    public Optional<T?> Part<T>(string name, Func<JsonFields, T> read)
        where T : struct
    {
        _known.Add(name);
        if (!_object.TryGetProperty(name, out var value))
            return default;
        if (value.ValueKind == JsonValueKind.Null)
            return new Optional<T?>(true, null);
        if (value.ValueKind == JsonValueKind.Object)
            return read(PartOf(value, name + "."));
        Wrong(name, "Must be an object or null.");
        return default;
    }

    /// <summary>A field that is a list of objects; an item that cannot be made is left out, and its fields say why.</summary>
    public IReadOnlyList<T> Parts<T>(string name, int most, Func<JsonFields, T?> read)
        where T : class
    {
        _known.Add(name);
        if (!_object.TryGetProperty(name, out var value))
            return [];
        if (value.ValueKind != JsonValueKind.Array)
            Wrong(name, "Must be a list of objects.");
        else if (value.GetArrayLength() > most)
            Wrong(name, $"At most {most} at a time.");
        else
            return [.. Items(name, value, read)];
        return [];
    }

    /// <summary>A field that is known and not taken here: it is refused with a sentence that says where it belongs.</summary>
    public void Refuse(string name, string message)
    {
        if (_known.Add(name) && Has(name))
            Wrong(name, message);
    }

    public void Wrong(string name, string message)
    {
        if (!_errors.TryGetValue(_path + name, out var messages))
            _errors.Add(_path + name, messages = []);
        messages.Add(message);
    }

    /// <summary>To be called once all fields are read.</summary>
    /// <exception cref="ApiProblemException">400: a field is wrong, missing, or unknown.</exception>
    public void Finish()
    {
        RefuseUnknown();
        if (_errors.Count > 0)
            throw ApiProblemException.Invalid(_errors.ToDictionary(error => error.Key, error => error.Value.ToArray()));
    }

    private IEnumerable<T> Items<T>(string name, JsonElement list, Func<JsonFields, T?> read)
        where T : class
    {
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            var place = $"{name}[{index++}]";
            if (item.ValueKind != JsonValueKind.Object)
                Wrong(place, "Must be an object.");
            else if (read(PartOf(item, place + ".")) is { } made)
                yield return made;
        }
    }

    private JsonFields PartOf(JsonElement value, string path)
    {
        var part = new JsonFields(value, _path + path, _errors);
        _parts.Add(part);
        return part;
    }

    private void RefuseUnknown()
    {
        foreach (var property in _object.EnumerateObject())
        {
            if (!_known.Contains(property.Name))
                Wrong(property.Name, "There is no such field here.");
        }
        _parts.ForEach(part => part.RefuseUnknown());
    }
}
