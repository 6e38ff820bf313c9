using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Platform.Csv;

namespace OnboardingTracker.Features.Import.Reading;

/// <summary>
/// Puts a row together value by value, checking each. Everything that is wrong with the row is collected, so that whoever
/// made the file mends it once.
/// </summary>
internal sealed class RowBuilder(ImportReadOptions options, bool fromSpreadsheet)
{
    private const ImportFields Clearable =
        ImportFields.Domain
        | ImportFields.Program
        | ImportFields.ForecastAmount
        | ImportFields.ForecastCurrency
        | ImportFields.NextRenewalOn
        | ImportFields.StripeCustomerId
        | ImportFields.SalesOwner
        | ImportFields.Owner
        | ImportFields.Segments;

    private readonly AddressCache _addresses = new();
    private List<RowRejection>? _rejections;
    private ImportRow _row = new() { Line = 0 };

    public void Start(int line)
    {
        _rejections = null;
        _row = new() { Line = line };
    }

    /// <summary>Takes a value as text; an empty one says nothing.</summary>
    public void Set(ImportFields field, ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (fromSpreadsheet && SpreadsheetSafe.IsNeutralised(text))
            text = SpreadsheetSafe.Restore(text).AsSpan().Trim();
        if (text.IsEmpty)
            return;
        _row.Given |= field;
        if (Take(field, text) is { } problem)
            Reject(field, problem);
    }

    /// <summary>Takes a number; only an amount is one.</summary>
    public void Set(ImportFields field, decimal number)
    {
        _row.Given |= field;
        if (field is not ImportFields.ForecastAmount)
            Reject(field, $"{ImportColumns.NameOf(field)} must be a text in quotes, not a number");
        else if (AmountText.Problem(number) is { } problem)
            Reject(field, problem);
        else
            _row.ForecastAmount = number;
    }

    /// <summary>Takes a null: the value is cleared, where an account can be without it.</summary>
    public void Clear(ImportFields field)
    {
        _row.Given |= field;
        if (field is ImportFields.ContactEmail or ImportFields.ContactName)
            _row.Given &= ~field;
        else if ((Clearable & field) == 0)
            Reject(field, $"{ImportColumns.NameOf(field)} cannot be cleared");
    }

    public void Reject(ImportFields field, string problem)
    {
        _row.Given |= field;
        (_rejections ??= []).Add(new(_row.Line, ImportColumns.NameOf(field), problem + "."));
    }

    public ReadRow Finish()
    {
        if ((_row.Given & ImportFields.ExternalId) == 0)
            Reject(ImportFields.ExternalId, "externalId is missing");
        if (Has(ImportFields.ContactName) && !Has(ImportFields.ContactEmail))
            Reject(ImportFields.ContactName, "contactName needs contactEmail: a contact is known by the address");
        SettleForecast();
        SettleStage();
        return _rejections is null ? ReadRow.Taken(_row) : ReadRow.Rejected(_row.Line, _rejections);
    }

    private bool Has(ImportFields field) => (_row.Given & field) != 0;

    private string? Take(ImportFields field, ReadOnlySpan<char> text)
    {
        string? problem = null;
        switch (field)
        {
            case ImportFields.ExternalId:
                _row.ExternalId = Line(field, text, DetailText.ExternalIdLength, ref problem);
                break;
            case ImportFields.Name:
                _row.Name = Line(field, text, DetailText.NameLength, ref problem, breaksAllowed: true);
                break;
            case ImportFields.Domain:
                _row.Domain = DomainName.Normalise(text, out problem);
                break;
            case ImportFields.Plan:
                _row.Plan = PlanText.Parse(text, out problem);
                break;
            case ImportFields.Program:
                _row.Program = ProgramText.Parse(text, out problem);
                break;
            case ImportFields.ForecastAmount:
                if (AmountText.TryParse(text, out var amount, out problem))
                    _row.ForecastAmount = amount;
                break;
            case ImportFields.ForecastCurrency:
                _row.ForecastCurrency = CurrencyCode.Normalise(text, out problem);
                break;
            case ImportFields.NextRenewalOn:
                if (DayText.TryParse(text, out var renewal, out problem))
                    _row.NextRenewalOn = renewal;
                break;
            case ImportFields.StripeCustomerId:
                _row.StripeCustomerId = Line(field, text, DetailText.ForeignIdLength, ref problem);
                break;
            case ImportFields.ContactEmail:
                _row.ContactEmail = EmailAddress.Normalise(text, out problem);
                break;
            case ImportFields.ContactName:
                _row.ContactName = Line(field, text, DetailText.NameLength, ref problem, breaksAllowed: true);
                break;
            case ImportFields.SalesOwner:
                _row.SalesOwner = _addresses.Normalise(text, out problem);
                break;
            case ImportFields.Owner:
                _row.Owner = _addresses.Normalise(text, out problem);
                break;
            case ImportFields.Segments:
                problem = TakeSegments(text);
                break;
            case ImportFields.Stage:
                problem = TakeStage(text);
                break;
            case ImportFields.StageEnteredOn:
                if (DayText.TryParse(text, out var entered, out problem))
                    _row.StageEnteredOn = entered;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(field), field, "Not one field of a row.");
        }
        return problem;
    }

    private static string Line(ImportFields field, ReadOnlySpan<char> text, int longest, ref string? problem, bool breaksAllowed = false)
    {
        if (DetailText.Problem(text, longest, breaksAllowed) is { } found)
        {
            problem = $"{ImportColumns.NameOf(field)} {found}";
            return "";
        }
        return text.ToString();
    }

    private string? TakeSegments(ReadOnlySpan<char> text)
    {
        foreach (var range in text.Split(';'))
        {
            var segment = text[range].Trim();
            if (segment.Equals(Segments.OnboardingEngaged, StringComparison.OrdinalIgnoreCase))
                _row.InLegacySegment = true;
            // Our own exports name it; membership is decided by rule, so there is nothing to take.
            else if (!segment.IsEmpty && !segment.Equals(Segments.OnboardingLead, StringComparison.OrdinalIgnoreCase))
                return $"{DetailText.Quote(segment)} is not a segment that can be set: only {DetailText.Quote(Segments.OnboardingEngaged)} is";
        }
        return null;
    }

    private string? TakeStage(ReadOnlySpan<char> text)
    {
        foreach (var code in options.StageCodes)
            if (text.Equals(code, StringComparison.OrdinalIgnoreCase))
                _row.Stage = code;
        return _row.Stage is null
            ? $"{DetailText.Quote(text)} is not the code of a stage: write one of {string.Join(", ", options.StageCodes)}"
            : null;
    }

    private void SettleForecast()
    {
        if (!Has(ImportFields.ForecastAmount))
        {
            // A currency alone says nothing: billing exports name it on every row, with or without an amount.
            _row.Given &= ~ImportFields.ForecastCurrency;
            _row.ForecastCurrency = null;
        }
        else
        {
            _row.Given |= ImportFields.ForecastCurrency;
            _row.ForecastCurrency = _row.ForecastAmount is null ? null : _row.ForecastCurrency ?? options.TeamCurrency;
        }
    }

    private void SettleStage()
    {
        if (Has(ImportFields.Stage) != Has(ImportFields.StageEnteredOn))
            Reject(
                Has(ImportFields.Stage) ? ImportFields.StageEnteredOn : ImportFields.Stage,
                "stage and stageEnteredOn are only taken together: a migrated stage is dated as given"
            );
        else if (_row.StageEnteredOn > options.Today)
            Reject(ImportFields.StageEnteredOn, $"{_row.StageEnteredOn:yyyy-MM-dd} lies in the future");
    }
}
