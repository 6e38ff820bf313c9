using System.Buffers;
using System.Text;

namespace OnboardingTracker.Platform.Csv;

/// <summary>
/// Cells that a spreadsheet would run as a formula get a <c>'</c> in front on the way out, and lose exactly that one on the
/// way in: writing and reading again is the identity for every text. A cell that already starts with quotes before the
/// dangerous character gets one more, which is what makes the way back exact.
/// </summary>
/// <remarks>
/// The rule holds at the start of a cell and after each separator or line break inside it: where a list separator is <c>;</c>,
/// a spreadsheet that opens our comma-separated file by double click splits there too.
/// </remarks>
public static class SpreadsheetSafe
{
    /// <summary>What starts a formula, also in full width as typed in East Asia.</summary>
    private const string Formula = "=+-@＝＋－＠";

    /// <summary>What spreadsheets drop from the front of a cell, baring what stands behind it.</summary>
    private const string Dropped = "\t\r\n\0";

    private static readonly SearchValues<char> s_anywhere = SearchValues.Create(Formula + Dropped);
    private static readonly SearchValues<char> s_separators = SearchValues.Create(";\t\r\n");

    /// <summary>The cell as it may be written into a file.</summary>
    public static string Neutralise(string cell)
    {
        if (!cell.AsSpan().ContainsAny(s_anywhere))
            return cell;
        var safe = new StringBuilder(cell.Length + 4);
        var from = 0;
        for (var start = 0; start >= 0; start = NextStart(cell, start))
        {
            if (!IsDangerousAt(cell, start))
                continue;
            safe.Append(cell, from, start - from).Append('\'');
            from = start;
        }
        return from == 0 && safe.Length == 0 ? cell : safe.Append(cell, from, cell.Length - from).ToString();
    }

    /// <summary>Whether <see cref="Restore"/> would change the cell, told without allocating.</summary>
    public static bool IsNeutralised(ReadOnlySpan<char> cell)
    {
        if (!cell.Contains('\''))
            return false;
        for (var start = 0; start >= 0; start = NextStart(cell, start))
            if (IsNeutralisedAt(cell, start))
                return true;
        return false;
    }

    /// <summary>The cell as it was before <see cref="Neutralise"/>.</summary>
    public static string Restore(ReadOnlySpan<char> cell)
    {
        var restored = new StringBuilder(cell.Length);
        var from = 0;
        for (var start = 0; start >= 0; start = NextStart(cell, start))
        {
            if (!IsNeutralisedAt(cell, start))
                continue;
            restored.Append(cell[from..start]);
            from = start + 1;
        }
        return restored.Append(cell[from..]).ToString();
    }

    private static int NextStart(ReadOnlySpan<char> cell, int start)
    {
        var at = cell[start..].IndexOfAny(s_separators);
        return at < 0 ? -1 : start + at + 1;
    }

    private static bool IsNeutralisedAt(ReadOnlySpan<char> cell, int start) => cell[start..].StartsWith('\'') && IsDangerousAt(cell, start);

    private static bool IsDangerousAt(ReadOnlySpan<char> cell, int start)
    {
        var text = cell[start..].TrimStart('\'');
        return !text.IsEmpty && (Formula.Contains(text[0]) || (start == 0 && Dropped.Contains(text[0])));
    }
}
