using OnboardingTracker.Tests.Data.Concurrency;

namespace OnboardingTracker.Tests.Data.Playbooks;

/// <summary>Every table with every row of it, hashed, and every sequence: what two moments are compared by.</summary>
internal static class WholeDatabase
{
    /// <summary>A line per table and sequence. A row that was written anew with the same values counts as changed (xmin).</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(string connectionString, params string[] except)
    {
        var tables = await DueBook.ListAsync(
            connectionString,
            "select quote_ident(schemaname) || '.' || quote_ident(tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1"
        );
        var lines = new List<string>();
        foreach (var table in tables.Where(table => !except.Contains(table)))
            lines.AddRange(
                await DueBook.ListAsync(
                    connectionString,
                    $"select '{table} ' || count(*) || ' ' || coalesce(md5(string_agg(t.xmin::text || t::text, e'\\n' order by t::text)), '') from {table} t"
                )
            );
        var sequences = await DueBook.ListAsync(
            connectionString,
            "select schemaname || '.' || sequencename || ' ' || coalesce(last_value::text, '-') from pg_sequences order by 1"
        );
        lines.AddRange(sequences.Where(sequence => !except.Any(table => sequence.StartsWith($"{table}_", StringComparison.Ordinal))));
        return lines;
    }
}
