using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OnboardingTracker.Data.Migrations
{
    /// <summary>
    /// How long accounts have been quiet, kept by the database (Data/Dashboard/Timing/ClockBook): whatever may set a clock back notes its
    /// account, and who reads the clocks next works those anew. A note is only ever added, so that no writer waits for another.
    /// </summary>
    [DbContext(typeof(TrackerDb))]
    [Migration("20261123083000_QuietClocks")]
    public partial class QuietClocks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                create table quiet_clocks (
                    account_id bigint primary key references accounts (id), zone text not null, event_at timestamptz not null, event text not null,
                    pause_at timestamptz, pause text, pause_task_id bigint);
                create index ix_quiet_clocks_since on quiet_clocks (greatest(event_at, pause_at), account_id);
                create index ix_quiet_clocks_pause_at on quiet_clocks (pause_at, account_id) where pause_at is not null;
                create table clock_changes (id bigint generated always as identity primary key, account_id bigint not null);
                create function clocks_changed() returns trigger language plpgsql set search_path from current as $$
                begin
                  insert into clock_changes (account_id) select account_id from changed;
                  return null;
                end $$;
                create function clocks_changed_by_person() returns trigger language plpgsql set search_path from current as $$
                begin
                  insert into clock_changes (account_id) select account_id from changed where source = 'person';
                  return null;
                end $$;
                create function clock_changed() returns trigger language plpgsql set search_path from current as $$
                begin
                  insert into clock_changes (account_id) values (new.account_id);
                  if tg_op = 'UPDATE' and old.account_id is not null and old.account_id <> new.account_id then
                    insert into clock_changes (account_id) values (old.account_id);
                  end if;
                  return null;
                end $$;
                create trigger clocks_changed after insert on transitions referencing new table as changed for each statement
                    execute function clocks_changed();
                create trigger clocks_changed after insert on task_changes referencing new table as changed for each statement
                    execute function clocks_changed();
                create trigger clock_changed after update of account_id on task_changes for each row execute function clock_changed();
                create trigger clocks_changed after insert on account_changes referencing new table as changed for each statement
                    execute function clocks_changed_by_person();
                create trigger clocks_changed after insert on checklist_marks referencing new table as changed for each statement
                    execute function clocks_changed();
                create trigger clock_changed after insert or update on notes for each row execute function clock_changed();
                create trigger clock_heard after insert on signals for each row when (new.account_id is not null and new.state = 'worked')
                    execute function clock_changed();
                create trigger clock_changed after update on signals for each row
                    when (new.account_id is not null and (old.account_id, old.state, old.kind, old.is_engagement, old.occurred_at, old.fact)
                        is distinct from (new.account_id, new.state, new.kind, new.is_engagement, new.occurred_at, new.fact))
                    execute function clock_changed();
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                drop trigger clock_changed on signals;
                drop trigger clock_heard on signals;
                drop trigger clock_changed on notes;
                drop trigger clocks_changed on checklist_marks;
                drop trigger clocks_changed on account_changes;
                drop trigger clock_changed on task_changes;
                drop trigger clocks_changed on task_changes;
                drop trigger clocks_changed on transitions;
                drop function clock_changed();
                drop function clocks_changed_by_person();
                drop function clocks_changed();
                drop table clock_changes;
                drop table quiet_clocks;
                """
            );
        }
    }
}
