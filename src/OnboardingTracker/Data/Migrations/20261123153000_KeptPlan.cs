using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OnboardingTracker.Data.Migrations
{
    /// <summary>
    /// The plan of the days to come, kept by the database (Data/Dashboard/Planned/PlannedBook): whatever a playbook looks at of an account
    /// leaves a note of it when it changes, and who reads the plan next makes those accounts' part of it anew. A note is only ever added, so
    /// that no writer waits for another.
    /// </summary>
    [DbContext(typeof(TrackerDb))]
    [Migration("20261123153000_KeptPlan")]
    public partial class KeptPlan : Migration
    {
        /// <summary>Tables whose rows name their account, and when a row of theirs changes the plan.</summary>
        private static readonly (string Table, string[] Events)[] s_belongings =
        [
            ("holds", ["insert", "update", "delete"]),
            ("invoices", ["insert", "update", "delete"]),
            ("subscriptions", ["insert", "update", "delete"]),
            ("contacts", ["insert", "update", "delete"]),
            ("surveys", ["insert", "update", "delete"]),
        ];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                $$"""
                create table plan_basis (only_one boolean primary key default true check (only_one), basis text not null, made_at timestamptz not null);
                create table planned_moves (
                    id bigint generated always as identity primary key, account_id bigint not null, owner_id integer, day date not null, at timestamptz not null,
                    playbook text not null, from_stage text, to_stage text, because text not null, occasion text, due_on date, state text not null, hold_id bigint);
                create index ix_planned_moves_day_account_id on planned_moves (day, account_id, id);
                create index ix_planned_moves_at on planned_moves (at);
                create index ix_planned_moves_account_id on planned_moves (account_id);
                create table planned_counts (
                    day date not null, playbook text not null, to_stage text, state text not null, owner_id integer, accounts integer not null,
                    entries integer not null);
                create table plan_changes (account_id bigint) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
                {{Noting("plan_changed", "account_id", "changed")}}
                {{Noting("plan_changed_by_account", "id", "changed")}}
                {{Noting("plan_changed_by_alert", "account_id", "changed where occasion is not null")}}
                {{Noting("plan_changed_by_opt_out", "c.account_id", "changed o join contacts c on c.email = o.email")}}
                create function plan_changed_by_signal() returns trigger language plpgsql set search_path from current as $$
                begin
                  insert into plan_changes (account_id) values (coalesce(new.account_id, old.account_id));
                  if tg_op = 'UPDATE' and old.account_id <> new.account_id then
                    insert into plan_changes (account_id) values (old.account_id);
                  end if;
                  return null;
                end $$;
                """
            );
            foreach (var (table, events) in s_belongings)
                Notes(migrationBuilder, table, "plan_changed", events);
            Notes(migrationBuilder, "accounts", "plan_changed_by_account", "insert", "update");
            Notes(migrationBuilder, "tasks", "plan_changed_by_alert", "insert", "update", "delete");
            Notes(migrationBuilder, "survey_opt_outs", "plan_changed_by_opt_out", "insert", "delete");
            migrationBuilder.Sql(
                """
                create trigger plan_changed_insert after insert on signals for each row when (new.account_id is not null and new.state = 'worked')
                    execute function plan_changed_by_signal();
                create trigger plan_changed_update after update on signals for each row
                    when ((new.account_id is not null or old.account_id is not null)
                        and (old.account_id, old.state, old.kind, old.is_engagement, old.occurred_at, old.fact)
                            is distinct from (new.account_id, new.state, new.kind, new.is_engagement, new.occurred_at, new.fact))
                    execute function plan_changed_by_signal();
                """
            );
        }

        /// <summary>A statement that writes many rows, such as an import's, leaves one note of no account: all of the plan is made anew.</summary>
        private static string Noting(string function, string account, string rows) =>
            $"""
                create function {function}() returns trigger language plpgsql set search_path from current as $$
                begin
                  if (select count(*) from (select from {rows} limit 1001) r) > 1000 then
                    insert into plan_changes (account_id) values (null);
                  else
                    insert into plan_changes (account_id) select distinct {account} from {rows};
                  end if;
                  return null;
                end $$;
                """;

        /// <summary>One trigger for each event: a statement's rows are handed to a trigger of one event alone.</summary>
        private static void Notes(MigrationBuilder migrationBuilder, string table, string function, params string[] events)
        {
            foreach (var change in events)
                migrationBuilder.Sql(
                    $"""
                    create trigger plan_changed_{change} after {change} on {table} referencing {(change == "delete" ? "old" : "new")} table as changed
                        for each statement execute function {function}();
                    """
                );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var (table, events) in s_belongings)
                NotesNoMore(migrationBuilder, table, events);
            NotesNoMore(migrationBuilder, "accounts", "insert", "update");
            NotesNoMore(migrationBuilder, "tasks", "insert", "update", "delete");
            NotesNoMore(migrationBuilder, "survey_opt_outs", "insert", "delete");
            NotesNoMore(migrationBuilder, "signals", "insert", "update");
            migrationBuilder.Sql(
                """
                drop function plan_changed_by_signal();
                drop function plan_changed_by_opt_out();
                drop function plan_changed_by_alert();
                drop function plan_changed_by_account();
                drop function plan_changed();
                drop table plan_changes;
                drop table planned_counts;
                drop table planned_moves;
                drop table plan_basis;
                """
            );
        }

        private static void NotesNoMore(MigrationBuilder migrationBuilder, string table, params string[] events)
        {
            foreach (var change in events)
                migrationBuilder.Sql($"drop trigger plan_changed_{change} on {table};");
        }
    }
}
