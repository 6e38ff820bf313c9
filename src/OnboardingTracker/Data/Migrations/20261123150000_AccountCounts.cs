using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OnboardingTracker.Data.Migrations
{
    /// <summary>
    /// How many accounts stand in each stage and what they are forecast to pay, kept by the database (Data/Dashboard/AccountCounts): each statement that
    /// writes accounts adds what it makes more or fewer. A row is only ever added, so that no writer waits for another.
    /// </summary>
    [DbContext(typeof(TrackerDb))]
    [Migration("20261123150000_AccountCounts")]
    public partial class AccountCounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                $$"""
                lock table accounts in share row exclusive mode;
                create table account_counts (
                    stage text not null, owner_id integer, began_on date, accounts integer not null, forecast numeric not null)
                    with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
                create index ix_account_counts_stage on account_counts (stage);
                create function accounts_came() returns trigger language plpgsql set search_path from current as $$
                begin
                  insert into account_counts (stage, owner_id, began_on, accounts, forecast) {{Sums(Rows("after", 1))}};
                  return null;
                end $$;
                create function accounts_changed() returns trigger language plpgsql set search_path from current as $$
                begin
                  insert into account_counts (stage, owner_id, began_on, accounts, forecast) {{Sums(Rows("after", 1) + " union all " + Rows("before", -1))}};
                  return null;
                end $$;
                create function accounts_went() returns trigger language plpgsql set search_path from current as $$
                begin
                  insert into account_counts (stage, owner_id, began_on, accounts, forecast) {{Sums(Rows("before", -1))}};
                  return null;
                end $$;
                create trigger accounts_came after insert on accounts referencing new table as after for each statement
                    execute function accounts_came();
                create trigger accounts_changed after update on accounts referencing old table as before new table as after for each statement
                    execute function accounts_changed();
                create trigger accounts_went after delete on accounts referencing old table as before for each statement
                    execute function accounts_went();
                insert into account_counts (stage, owner_id, began_on, accounts, forecast) {{Sums(Rows("accounts", 1))}};
                """
            );
            // Whose passages began first, and how many of a day began before a moment; else as before.
            migrationBuilder.Sql(
                """
                drop index ix_accounts_owner_id_stage;
                create index ix_accounts_owner_id_stage_passage_began_at on accounts (owner_id, stage, passage_began_at)
                    include (forecast_in_team_currency) where in_work;
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                drop index ix_accounts_owner_id_stage_passage_began_at;
                create index ix_accounts_owner_id_stage on accounts (owner_id, stage) include (forecast_in_team_currency) where in_work;
                drop trigger accounts_went on accounts;
                drop trigger accounts_changed on accounts;
                drop trigger accounts_came on accounts;
                drop function accounts_went();
                drop function accounts_changed();
                drop function accounts_came();
                drop table account_counts;
                """
            );
        }

        private static string Rows(string from, int sign) =>
            $"""
                select stage, case when in_work then owner_id end as owner_id,
                    case when in_work then (passage_began_at at time zone 'UTC')::date end as began_on,
                    {sign} as accounts, {sign} * coalesce(forecast_in_team_currency, 0) as forecast
                from {from} where stage is not null
                """;

        private static string Sums(string rows) =>
            $"""
                select stage, owner_id, began_on, sum(accounts), sum(forecast) from ({rows}) d
                group by stage, owner_id, began_on having sum(accounts) <> 0 or sum(forecast) <> 0
                """;
    }
}
