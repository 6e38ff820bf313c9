using System.Text.Json;
using System.Text.Json.Serialization;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Platform.Api;

namespace OnboardingTracker.Features.Api.Dashboard;

/// <summary>A table as the API gives it: under <c>items</c> an object a row, its columns by their names. Written as it is, since a table can have thousands of values.</summary>
[JsonConverter(typeof(Converter))]
internal sealed record FigureItems(FigureReading Reading)
{
    internal sealed class Converter : JsonConverter<FigureItems>
    {
        private static readonly JsonEncodedText s_items = JsonEncodedText.Encode("items");

        public override FigureItems Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Tables are only written.");

        public override void Write(Utf8JsonWriter writer, FigureItems value, JsonSerializerOptions options)
        {
            var names = value.Reading.Table.Columns.Select(column => JsonEncodedText.Encode(column.Name, options.Encoder)).ToArray();
            writer.WriteStartObject();
            writer.WriteStartArray(s_items);
            foreach (var row in value.Reading.Rows)
            {
                writer.WriteStartObject();
                for (var i = 0; i < names.Length; i++)
                    if (row[i].Number is { } number)
                        writer.WriteNumber(names[i], ApiJson.WithoutIdleZeros(number));
                    else
                        writer.WriteString(names[i], row[i].Text);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
    }
}
