using System.Text.Json;

namespace OnboardingTracker.Features.Import.Reading;

/// <summary>Reads the one JSON object of a line as a row.</summary>
internal sealed class JsonRow(ImportReadOptions options, Action<string> warn)
{
    private const int LongestText = 4_096;

    private readonly RowBuilder _builder = new(options, fromSpreadsheet: false);
    private readonly HashSet<string> _leftOut = new(StringComparer.Ordinal);
    private readonly char[] _text = new char[LongestText];

    /// <exception cref="JsonException">It is no JSON object, or more than one.</exception>
    public ReadRow Read(int line, ReadOnlySpan<byte> utf8)
    {
        var json = new Utf8JsonReader(utf8);
        json.Read();
        if (json.TokenType is not JsonTokenType.StartObject)
            throw new JsonException();
        _builder.Start(line);
        var seen = ImportFields.None;
        while (json.Read() && json.TokenType is JsonTokenType.PropertyName)
        {
            var field = FieldOf(in json);
            json.Read();
            if (field is ImportFields.None)
                json.Skip();
            else if ((seen & field) != 0)
                return ReadRow.Rejected(line, new RowRejection(line, ImportColumns.NameOf(field), "The field is given twice."));
            else
                ReadValue(ref json, field);
            seen |= field;
        }
        return json.Read() ? throw new JsonException() : _builder.Finish();
    }

    private ImportFields FieldOf(in Utf8JsonReader json)
    {
        if (Text(in json) is not { } length)
            return ImportFields.None;
        var name = _text.AsSpan(0, length).Trim();
        var field = ImportColumns.Find(name, options.Migrate);
        if (field is ImportFields.None)
            LeaveOut(name);
        return field;
    }

    private void LeaveOut(ReadOnlySpan<char> name)
    {
        const int most = 50;
        if (_leftOut.Count >= most || _leftOut.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name))
            return;
        _leftOut.Add(name.ToString());
        if (!ImportColumns.IsExportOnly(name.ToString()))
            warn($"The field {Domain.Details.DetailText.Quote(name)} means nothing here and was left out.");
    }

    private void ReadValue(ref Utf8JsonReader json, ImportFields field)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.Null:
                _builder.Clear(field);
                break;
            case JsonTokenType.String when Text(in json) is { } length:
                _builder.Set(field, _text.AsSpan(0, length));
                break;
            case JsonTokenType.String:
                _builder.Reject(field, $"{ImportColumns.NameOf(field)} is longer than {LongestText:N0} bytes, or no text");
                break;
            case JsonTokenType.Number when json.TryGetDecimal(out var number):
                _builder.Set(field, number);
                break;
            case JsonTokenType.StartArray when field is ImportFields.Segments:
                ReadSegments(ref json);
                break;
            default:
                _builder.Reject(field, $"{ImportColumns.NameOf(field)} is not of a kind that can be taken: write a text in quotes");
                json.Skip();
                break;
        }
    }

    private void ReadSegments(ref Utf8JsonReader json)
    {
        _builder.Clear(ImportFields.Segments);
        while (json.Read() && json.TokenType is not JsonTokenType.EndArray)
            if (json.TokenType is JsonTokenType.String)
                ReadValue(ref json, ImportFields.Segments);
            else
            {
                _builder.Reject(ImportFields.Segments, "segments is a list of texts");
                json.Skip();
            }
    }

    /// <summary>Copies the text of the token; null where it is too long, or holds half of a character.</summary>
    private int? Text(in Utf8JsonReader json)
    {
        if (json.ValueSpan.Length > LongestText)
            return null;
        try
        {
            return json.CopyString(_text);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
