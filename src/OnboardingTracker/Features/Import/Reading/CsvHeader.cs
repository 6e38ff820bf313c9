using System.Text;
using System.Text.Unicode;
using CsvHelper;

namespace OnboardingTracker.Features.Import.Reading;

/// <summary>The first line of a CSV file: which cell of a row is which field, and what separates the cells.</summary>
internal sealed class CsvHeader
{
    /// <summary>Far more than the header of an honest file, in bytes.</summary>
    public const int Longest = 64 << 10;

    private const int MostColumns = 500;

    private CsvHeader(char separator, IReadOnlyList<ImportFields> fields, IReadOnlyList<string> warnings)
    {
        Separator = separator;
        Fields = fields;
        Warnings = warnings;
    }

    public char Separator { get; }

    /// <summary>The field of each column; None for a column that means nothing here.</summary>
    public IReadOnlyList<ImportFields> Fields { get; }

    public IReadOnlyList<string> Warnings { get; }

    /// <exception cref="ImportRefusedException">No row can be understood under this header.</exception>
    public static CsvHeader Read(ReadOnlyMemory<byte> start, bool migrate)
    {
        var (names, separator) = FindNames(start);
        if (names.Count > MostColumns)
            throw new ImportRefusedException($"The file has {names.Count:N0} columns; at most {MostColumns} are read.");
        var fields = names.ConvertAll(name => ImportColumns.Find(name, migrate));
        RefuseTwice(fields);
        return new(separator, fields, [.. Remarks(names, fields, separator)]);
    }

    private static (List<string> Names, char Separator) FindNames(ReadOnlyMemory<byte> start)
    {
        var line = FirstLine(start);
        var named = line.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && line.Length == 5 && char.IsAscii(line[4]);
        foreach (var separator in named ? [line[4]] : (ReadOnlySpan<char>)[',', ';', '\t'])
        {
            var names = Names(start, separator);
            if (HasIdentifier(names))
                return (names, separator);
        }
        throw NoIdentifier(Names(start, named ? line[4] : ','));
    }

    private static string FirstLine(ReadOnlyMemory<byte> start)
    {
        var end = start.Span.IndexOfAny((byte)'\r', (byte)'\n');
        if (end < 0 && start.Length >= Longest)
            throw new ImportRefusedException($"The first line is longer than {Longest / 1024} KB: is this a CSV file with a header?");
        var line = start.Span[..(end < 0 ? start.Length : end)];
        if (!Utf8.IsValid(line))
            throw new ImportRefusedException("The first line is no text in UTF-8: save the file as UTF-8 (in Excel: “CSV UTF-8”).");
        return Encoding.UTF8.GetString(line).Trim();
    }

    private static List<string> Names(ReadOnlyMemory<byte> start, char separator)
    {
        using var csv = CsvReader.Create(start, new CsvReaderOptions { Separator = separator, HasHeader = false });
        if (!csv.Read())
            return [];
        return [.. Enumerable.Range(0, csv.FieldCount).Select(column => csv.GetString(column).Trim())];
    }

    private static bool HasIdentifier(List<string> names) =>
        names.Exists(n => ImportColumns.Find(n, migrate: false) is ImportFields.ExternalId);

    private static ImportRefusedException NoIdentifier(List<string> names)
    {
        const int shown = 10;
        var found = string.Join(", ", names.Where(n => n.Length > 0).Take(shown).Select(n => Domain.Details.DetailText.Quote(n)));
        return new(
            "The file has no column externalId, without which no row can be told apart. "
                + (found.Length == 0 ? "Its first line is empty." : $"Its first line names {found}{(names.Count > shown ? " …" : "")}.")
        );
    }

    private static void RefuseTwice(List<ImportFields> fields)
    {
        var twice = fields
            .Where(f => f is not ImportFields.None)
            .GroupBy(f => f)
            .Where(g => g.Count() > 1)
            .Select(g => ImportColumns.NameOf(g.Key));
        if (string.Join(", ", twice) is { Length: > 0 } names)
            throw new ImportRefusedException($"The file names a column twice: {names}. Which of the two counts must not be guessed.");
    }

    private static IEnumerable<string> Remarks(List<string> names, List<ImportFields> fields, char separator)
    {
        if (separator != ',')
            yield return $"The cells are separated by {(separator == ';' ? "semicolons" : separator == '\t' ? "tabs" : $"“{separator}”")}; the file was read so.";
        var unknown = names
            .Zip(fields)
            .Where(x => x.Second is ImportFields.None && x.First.Length > 0 && !ImportColumns.IsExportOnly(x.First))
            .Select(x => Domain.Details.DetailText.Quote(x.First))
            .ToList();
        if (unknown.Count > 0)
            yield return $"Columns that mean nothing here were left out: {string.Join(", ", unknown.Take(20))}{(unknown.Count > 20 ? " …" : "")}.";
    }
}
