using Npgsql;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Erasing;

/// <summary>What is kept of a person besides signals and texts: the contact, mail to them, and what was raised or told because of them.</summary>
internal sealed class ErasedBelongings(NpgsqlConnection connection, NpgsqlTransaction transaction, ErasedPerson person, long accountId)
{
    public async Task<int> EraseContactAsync(CancellationToken cancel) =>
        await DoAsync("delete from contacts where account_id = @account and email = @address", cancel);

    /// <summary>
    /// Mail from here to nobody but them: that it was sent stays, and what still waits is not sent. From mail to several their address goes.
    /// </summary>
    public async Task<int> EraseMailAsync(CancellationToken cancel)
    {
        var (ids, messageIds, answered) = (new List<long>(), new List<string>(), new List<string?>());
        await using (
            var find = Command(
                """
                select id, message_id, in_reply_to from outgoing_mails
                where account_id = @account and kind in ('conversation', 'survey') and cardinality("to") > 0 and @address = all("to")
                order by id for update
                """
            )
        )
        {
            await using var rows = await find.ExecuteReaderAsync(cancel);
            while (await rows.ReadAsync(cancel))
            {
                ids.Add(rows.GetInt64(0));
                messageIds.Add(person.Token(rows.GetString(1)));
                answered.Add(await rows.IsDBNullAsync(2, cancel) ? null : person.Token(rows.GetString(2)));
            }
        }
        await using var erase = Command(
            $"""
            update outgoing_mails m set message_id = v.message_id, in_reply_to = v.answered, "to" = array[]::text[], subject = '{ErasedPerson.Word}',
                text = '', reply_token = null, reply_to = null, last_error = null, next_attempt_at = null,
                state = case when m.state = 'queued' then 'refused' else m.state end
            from unnest(@ids, @message_ids, @answered) as v(id, message_id, answered) where m.id = v.id
            """
        );
        erase.Parameters.AddWithValue("ids", ids.ToArray());
        erase.Parameters.AddWithValue("message_ids", messageIds.ToArray());
        erase.Parameters.AddWithValue("answered", answered.ToArray());
        return await erase.ExecuteNonQueryAsync(cancel)
            + await DoAsync(
                """update outgoing_mails set "to" = array_remove("to", @address) where account_id = @account and @address = any("to")""",
                cancel
            );
    }

    /// <summary>Tasks keep their state; one to find another address of theirs has nothing left to be done.</summary>
    public async Task EraseTasksAsync(ErasedSignals signals, Actor by, DateTimeOffset now, CancellationToken cancel)
    {
        await using (
            var rename = Command(
                "update tasks t set occasion = v.becomes from unnest(@was, @becomes) as v(was, becomes) where t.account_id = @account and t.occasion = v.was"
            )
        )
        {
            rename.Parameters.AddWithValue("was", signals.Occasions.Keys.ToArray());
            rename.Parameters.AddWithValue("becomes", signals.Occasions.Values.ToArray());
            await rename.ExecuteNonQueryAsync(cancel);
        }
        await using (
            var ask = Command(
                """
                update tasks set title = case when occasion like 'reply %' then 'Is a mail that was erased a reply?'
                    else 'Was a mail that was erased the final outreach?' end, changed_at = @now, changed_by = @by
                where account_id = @account and kind = 'question' and signal_id = any(@theirs)
                """
            )
        )
        {
            ask.Parameters.AddWithValue("theirs", signals.Theirs.ToArray());
            ask.Parameters.AddWithValue("by", by.ToString());
            ask.Parameters.AddWithValue("now", now);
            await ask.ExecuteNonQueryAsync(cancel);
        }
        await using var bounce = Command(
            """
            update tasks set title = 'Mail to an address that was erased comes back', occasion = 'bounce ' || @token, snoozed_until = null,
                changed_at = @now, changed_by = @by,
                closed_by = case when state in ('open', 'snoozed') then @by else closed_by end,
                closed_at = case when state in ('open', 'snoozed') then @now else closed_at end,
                closed_because = case when state in ('open', 'snoozed') then 'the contact was erased' else closed_because end,
                state = case when state in ('open', 'snoozed') then 'canceled' else state end
            where account_id = @account and kind = 'bounce' and occasion = 'bounce ' || @address
            """
        );
        bounce.Parameters.AddWithValue("token", person.Token(person.Address));
        bounce.Parameters.AddWithValue("by", by.ToString());
        bounce.Parameters.AddWithValue("now", now);
        await bounce.ExecuteNonQueryAsync(cancel);
        // The database keeps what tasks were called before.
        await DoAsync(
            """
            update task_changes c set title = t.title from tasks t
            where c.task_id = t.id and t.account_id = @account and c.title <> t.title and t.kind in ('question', 'bounce')
                and t.title like '%that was erased%'
            """,
            cancel
        );
    }

    /// <summary>A notice says what they wrote about, and so does the mail that it went out by.</summary>
    public async Task EraseNoticesAsync(IReadOnlyList<long> signals, CancellationToken cancel)
    {
        const string wrote = " wrote: ";
        var titles = new HashSet<string>(StringComparer.Ordinal);
        await using (var find = Command($"select distinct title from notices where key = any(@keys) and strpos(title, '{wrote}') > 0"))
        {
            find.Parameters.AddWithValue("keys", Keys());
            await using var rows = await find.ExecuteReaderAsync(cancel);
            while (await rows.ReadAsync(cancel))
                titles.Add(rows.GetString(0));
        }
        foreach (var title in titles)
        {
            await using var told = Command(
                """
                update outgoing_mails set subject = replace(subject, @was, @becomes), text = replace(text, @was, @becomes)
                where kind in ('notice', 'digest') and (strpos(text, @was) > 0 or strpos(subject, @was) > 0);
                update notices set title = @becomes where title = @was and key = any(@keys)
                """
            );
            told.Parameters.AddWithValue("was", title);
            told.Parameters.AddWithValue("becomes", title[..title.IndexOf(wrote, StringComparison.Ordinal)] + wrote + ErasedPerson.Word);
            told.Parameters.AddWithValue("keys", Keys());
            await told.ExecuteNonQueryAsync(cancel);
        }

        string[] Keys() => [.. signals.Select(id => FormattableString.Invariant($"signal {id}"))];
    }

    /// <summary>What they answered stays as a number; the link in their mail is dead.</summary>
    public async Task EraseSurveysAsync(CancellationToken cancel)
    {
        await DoAsync(
            """
            update surveys set email = @token, comment = null, token_hash = sha256(convert_to(gen_random_uuid()::text, 'UTF8'))
            where account_id = @account and email = @address;
            """,
            cancel
        );
        await DoAsync("delete from survey_opt_outs where email = @address", cancel);
    }

    private async Task<int> DoAsync(string sql, CancellationToken cancel)
    {
        await using var command = Command(sql);
        command.Parameters.AddWithValue("token", person.Token(person.Address));
        return await command.ExecuteNonQueryAsync(cancel);
    }

    private NpgsqlCommand Command(string sql)
    {
        var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = ContactErasures.PatienceSeconds };
        command.Parameters.AddWithValue("account", accountId);
        command.Parameters.AddWithValue("address", person.Address);
        return command;
    }
}
