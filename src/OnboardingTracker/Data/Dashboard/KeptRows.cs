using System.Buffers;
using System.Text;
using System.Text.Json;

namespace OnboardingTracker.Data.Dashboard;

/// <summary>
/// How the rows of a table are kept: a JSON array of arrays, in which a value that opens nothing is itself (text, number or null), one that opens
/// something is <c>[value, "opens"]</c>, and one that has a text and a number is <c>[text, number, "opens" or null]</c>.
/// </summary>
internal static class KeptRows
{
    public static string Write(IReadOnlyList<IReadOnlyList<FigureValue>> rows)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Json.Options.Encoder }))
        {
            writer.WriteStartArray();
            foreach (var row in rows)
            {
                writer.WriteStartArray();
                foreach (var value in row)
                    Write(writer, value);
                writer.WriteEndArray();
            }
            writer.WriteEndArray();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <exception cref="JsonException">It was written otherwise.</exception>
    public static List<List<FigureValue>> Read(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        var rows = new List<List<FigureValue>>();
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("No rows.");
        while (Next(ref reader))
        {
            if (reader.TokenType != JsonTokenType.StartArray)
                throw new JsonException("Not a row.");
            var row = new List<FigureValue>(rows.Count == 0 ? 0 : rows[0].Count);
            while (Next(ref reader))
                row.Add(ReadValue(ref reader));
            rows.Add(row);
        }
        return rows;
    }

    private static void Write(Utf8JsonWriter writer, FigureValue value)
    {
        var both = value is { Text: not null, Number: not null };
        if (both || value.Opens is not null)
            writer.WriteStartArray();
        if (value.Text is not null)
            writer.WriteStringValue(value.Text);
        if (value.Number is { } number)
            writer.WriteNumberValue(number);
        else if (value.Text is null)
            writer.WriteNullValue();
        if (!both && value.Opens is null)
            return;
        writer.WriteStringValue(value.Opens);
        writer.WriteEndArray();
    }

    private static FigureValue ReadValue(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return Plain(ref reader);
        reader.Read();
        var value = Plain(ref reader);
        reader.Read();
        if (value.Text is not null && reader.TokenType == JsonTokenType.Number)
        {
            value = value with { Number = reader.GetDecimal() };
            reader.Read();
        }
        value = value with { Opens = reader.GetString() };
        return Next(ref reader) ? throw new JsonException("More than a value and what it opens.") : value;
    }

    private static FigureValue Plain(ref Utf8JsonReader reader) =>
        reader.TokenType switch
        {
            JsonTokenType.Null => default,
            JsonTokenType.Number => new(null, reader.GetDecimal()),
            JsonTokenType.String => new(reader.GetString(), null),
            _ => throw new JsonException("Not a value."),
        };

    /// <summary>Whether there is another before the array ends.</summary>
    private static bool Next(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.EndArray;
}
