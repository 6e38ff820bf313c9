using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using Npgsql;

namespace OnboardingTracker.Features.Import.BillingSync;

/// <summary>What the team's query answers, as the lines of an NDJSON file: read as it arrives, in a transaction that can write nothing.</summary>
internal sealed class BillingRows(BillingSyncSettings settings) : IAsyncDisposable
{
    private readonly Pipe _pipe = new();
    private readonly CancellationTokenSource _stop = new();
    private Task? _writing;

    /// <summary>How many rows have been read; all of them once the stream is at its end.</summary>
    public int Count { get; private set; }

    /// <summary>The lines. A query that fails half-way makes the reading of the stream fail too.</summary>
    public Stream Open()
    {
        _writing = Task.Run(() => WriteAsync(_stop.Token));
        return _pipe.Reader.AsStream();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _pipe.Reader.CompleteAsync();
        if (_writing is not null)
            await _writing;
        _stop.Dispose();
    }

    private async Task WriteAsync(CancellationToken cancellation)
    {
        try
        {
            await QueryAsync(cancellation);
            await _pipe.Writer.CompleteAsync();
        }
        catch (Exception failure)
        {
            await _pipe.Writer.CompleteAsync(failure);
        }
    }

    private async Task QueryAsync(CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(ReadOnly(settings));
        await connection.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        await using var command = new NpgsqlCommand(settings.Query, connection, transaction) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var names = Enumerable.Range(0, reader.FieldCount).Select(i => FieldOf(reader.GetName(i))).ToList();
        await using var json = new Utf8JsonWriter(_pipe.Writer);
        while (await reader.ReadAsync(cancellation))
        {
            json.WriteStartObject();
            for (var i = 0; i < names.Count; i++)
                Write(json, names[i], reader.IsDBNull(i) ? null : reader.GetValue(i));
            json.WriteEndObject();
            await json.FlushAsync(cancellation);
            json.Reset();
            _pipe.Writer.GetSpan(1)[0] = (byte)'\n';
            _pipe.Writer.Advance(1);
            Count++;
            if ((await _pipe.Writer.FlushAsync(cancellation)).IsCompleted)
                return;
        }
    }

    /// <summary>The server itself refuses to write, whatever the query says and the user may.</summary>
    private static string ReadOnly(BillingSyncSettings settings) =>
        new NpgsqlConnectionStringBuilder(settings.ConnectionString)
        {
            Pooling = false,
            ApplicationName = "onboarding-tracker billing sync",
            Timeout = 15,
            Options = FormattableString.Invariant(
                $"-c default_transaction_read_only=on -c statement_timeout={(long)settings.Timeout.TotalMilliseconds}"
            ),
        }.ConnectionString;

    /// <summary>"next_renewal_on" is <c>nextRenewalOn</c>.</summary>
    private static string FieldOf(string column)
    {
        var words = column.Split('_', StringSplitOptions.RemoveEmptyEntries);
        return words.Length < 2 ? column : words[0] + string.Concat(words[1..].Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }

    private static void Write(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNull(name);
                break;
            case decimal number:
                json.WriteNumber(name, number);
                break;
            case short or int or long:
                json.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case DateOnly day:
                json.WriteString(name, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case DateTime { TimeOfDay.Ticks: 0 } day:
                json.WriteString(name, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case string[] texts:
                json.WriteString(name, string.Join(';', texts));
                break;
            default:
                // A kind that means nothing here, such as a time or a fraction that is not exact, is refused by its column's own rule.
                json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
