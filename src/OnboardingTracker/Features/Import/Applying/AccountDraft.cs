using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Features.Import.Applying;

/// <summary>What a batch makes of one account: the account as its rows leave it, and what has to be written for that.</summary>
internal sealed class AccountDraft(Account account, bool isNew)
{
    private static readonly Dictionary<string, string?[]> s_none = [];

    private Dictionary<string, ContactDraft>? _contacts;
    private Dictionary<string, string?[]>? _changes;
    private readonly Dictionary<string, string?>? _editsBefore = account.PersonEdits;
    private readonly DateOnly? _baselineBefore = account.BaselineOn;

    public Account Account { get; } = account;

    public bool IsNew { get; } = isNew;

    /// <summary>The account's id; of a new one, once it has been given.</summary>
    public long Id { get; set; } = account.Id;

    /// <summary>Where the account stands after <see cref="Moves"/>.</summary>
    public PipelineState State { get; set; } = isNew ? PipelineState.NotInPipeline : account.PipelineState;

    /// <summary>Migrated stages, in the order of the file.</summary>
    public List<StageMove> Moves { get; } = [];

    /// <summary>The account's contacts that the batch speaks of, by address.</summary>
    public IReadOnlyCollection<ContactDraft> Contacts => _contacts is null ? [] : _contacts.Values;

    /// <summary>What changed, as history keeps it; of several changes of one detail, from the first value to the last.</summary>
    public IReadOnlyDictionary<string, string?[]> Changes => _changes ?? s_none;

    /// <summary>Whether it met the conditions of a new lead before the batch.</summary>
    public bool WasLead { get; init; }

    /// <summary>Whether the row of an account that was there before has to be written.</summary>
    public bool MustUpdate =>
        !IsNew && (Changes.Count > 0 || !ReferenceEquals(Account.PersonEdits, _editsBefore) || Account.BaselineOn != _baselineBefore);

    public void Know(ContactDraft contact) => (_contacts ??= []).Add(contact.Email, contact);

    /// <summary>Takes a contact by its address, with a name where one is given.</summary>
    /// <returns>Whether that changes anything.</returns>
    public bool Take(string email, string? name)
    {
        var isNew = _contacts is null || !_contacts.ContainsKey(email);
        if (isNew)
            Know(ContactDraft.New(email));
        if (!_contacts![email].Take(name) && !isNew)
            return false;
        var others = Changes.TryGetValue(DetailNames.Contacts, out var noted) ? noted[1]!.Split(", ") : [];
        (_changes ??= [])[DetailNames.Contacts] = [null, string.Join(", ", others.Append(email).Distinct())];
        return true;
    }

    /// <summary>Takes over what a row changed; the dictionary is the draft's from here on.</summary>
    public void Note(Dictionary<string, string?[]> changed)
    {
        if (_changes is null)
        {
            _changes = changed;
            return;
        }
        foreach (var (detail, values) in changed)
        {
            var was = _changes.TryGetValue(detail, out var earlier) ? earlier[0] : values[0];
            if (was == values[^1])
                _changes.Remove(detail);
            else
                _changes[detail] = [was, values[^1]];
        }
    }
}
