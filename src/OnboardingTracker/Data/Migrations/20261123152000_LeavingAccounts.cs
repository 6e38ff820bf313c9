using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OnboardingTracker.Data.Migrations
{
    /// <summary>
    /// The accounts that may be about to leave, kept by the database (Data/Dashboard/Retention/LeavingBook): whatever may say so notes its account, and who
    /// reads them next works those anew. A note is only ever added, so that no writer waits for another. The first reader works all of them out.
    /// </summary>
    [DbContext(typeof(TrackerDb))]
    [Migration("20261123152000_LeavingAccounts")]
    public partial class LeavingAccounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                create table leaving_accounts (
                    account_id bigint primary key, reason int, at timestamptz, note text, made_at timestamptz, worth numeric, forecast numeric,
                    again_at timestamptz);
                create index ix_leaving_accounts_again_at on leaving_accounts (again_at) where again_at is not null;
                create table leaving_basis (one boolean primary key check (one), basis text not null);
                create table leaving_changes (account_id bigint not null);
                create function leaving_noted() returns trigger language plpgsql set search_path from current as $$
                begin
                  if tg_op in ('INSERT', 'UPDATE') then
                    insert into leaving_changes (account_id) select distinct account_id from after;
                  end if;
                  if tg_op in ('UPDATE', 'DELETE') then
                    insert into leaving_changes (account_id) select distinct account_id from before;
                  end if;
                  return null;
                end $$;
                create function leaving_account_noted() returns trigger language plpgsql set search_path from current as $$
                begin
                  insert into leaving_changes (account_id)
                  select a.id from after a join before b on b.id = a.id
                  where (a.payment_risk, a.payment_risk_at, a.merged_into_id, a.merged_at, a.forecast_in_team_currency)
                    is distinct from (b.payment_risk, b.payment_risk_at, b.merged_into_id, b.merged_at, b.forecast_in_team_currency);
                  return null;
                end $$;
                create trigger leaving_noted after insert on transitions referencing new table as after for each statement execute function leaving_noted();
                create trigger leaving_noted after update on accounts referencing old table as before new table as after for each statement
                    execute function leaving_account_noted();
                """
            );
            foreach (var table in s_tables)
                migrationBuilder.Sql(
                    $"""
                    create trigger leaving_noted after insert on {table} referencing new table as after for each statement
                        execute function leaving_noted();
                    create trigger leaving_noted_anew after update on {table} referencing old table as before new table as after for each statement
                        execute function leaving_noted();
                    create trigger leaving_noted_gone after delete on {table} referencing old table as before for each statement
                        execute function leaving_noted();
                    """
                );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var table in s_tables)
                migrationBuilder.Sql(
                    $"""
                    drop trigger leaving_noted_gone on {table};
                    drop trigger leaving_noted_anew on {table};
                    drop trigger leaving_noted on {table};
                    """
                );
            migrationBuilder.Sql(
                """
                drop trigger leaving_noted on accounts;
                drop trigger leaving_noted on transitions;
                drop function leaving_account_noted();
                drop function leaving_noted();
                drop table leaving_changes;
                drop table leaving_basis;
                drop table leaving_accounts;
                """
            );
        }

        private static readonly string[] s_tables = ["bill_peaks", "churns", "subscriptions", "invoices"];
    }
}
