using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OnboardingTracker.Data.Migrations
{
    /// <summary>
    /// How many clocks there are in each stage by the UTC day since when they run, and by the day on which their last pause ends, kept by the
    /// database (Data/Dashboard/Timing/ClockBook). Only the refreshing of the clocks writes them, one at a time, so they are plain sums.
    /// </summary>
    [DbContext(typeof(TrackerDb))]
    [Migration("20261123151000_ClockCounts")]
    public partial class ClockCounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // A clock without a stage is of an account that is done; what has moved since its clock was worked out is noted already.
            migrationBuilder.Sql(
                """
                lock table quiet_clocks in share row exclusive mode;
                alter table quiet_clocks add column stage text;
                update quiet_clocks q set stage = a.stage from accounts a where a.id = q.account_id and a.in_work;
                delete from quiet_clocks where stage is null;
                alter table quiet_clocks alter column stage set not null;
                create index ix_quiet_clocks_stage_since on quiet_clocks (stage, greatest(event_at, pause_at));
                create index ix_quiet_clocks_stage_pause_at on quiet_clocks (stage, pause_at) where pause_at is not null;
                create index ix_quiet_clocks_zone on quiet_clocks (zone);
                create table clock_counts (stage text not null, what text not null, day date not null, clocks bigint not null, primary key (stage, what, day));
                create function clocks_counted() returns trigger language plpgsql set search_path from current as $$
                begin
                  if tg_op in ('INSERT', 'UPDATE') then
                    insert into clock_counts as c (stage, what, day, clocks)
                    select q.stage, d.what, (d.at at time zone 'UTC')::date, count(*)
                    from after q cross join lateral (values ('since', greatest(q.event_at, q.pause_at)), ('pause', q.pause_at)) d(what, at)
                    where d.at is not null
                    group by 1, 2, 3
                    on conflict (stage, what, day) do update set clocks = c.clocks + excluded.clocks;
                  end if;
                  if tg_op in ('UPDATE', 'DELETE') then
                    insert into clock_counts as c (stage, what, day, clocks)
                    select q.stage, d.what, (d.at at time zone 'UTC')::date, -count(*)
                    from before q cross join lateral (values ('since', greatest(q.event_at, q.pause_at)), ('pause', q.pause_at)) d(what, at)
                    where d.at is not null
                    group by 1, 2, 3
                    on conflict (stage, what, day) do update set clocks = c.clocks + excluded.clocks;
                    if found then
                      delete from clock_counts where clocks = 0;
                    end if;
                  end if;
                  return null;
                end $$;
                insert into clock_counts (stage, what, day, clocks)
                select q.stage, d.what, (d.at at time zone 'UTC')::date, count(*)
                from quiet_clocks q cross join lateral (values ('since', greatest(q.event_at, q.pause_at)), ('pause', q.pause_at)) d(what, at)
                where d.at is not null
                group by 1, 2, 3;
                create trigger clocks_counted after insert on quiet_clocks referencing new table as after for each statement
                    execute function clocks_counted();
                create trigger clocks_recounted after update on quiet_clocks referencing old table as before new table as after for each statement
                    execute function clocks_counted();
                create trigger clocks_counted_out after delete on quiet_clocks referencing old table as before for each statement
                    execute function clocks_counted();
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                drop trigger clocks_counted_out on quiet_clocks;
                drop trigger clocks_recounted on quiet_clocks;
                drop trigger clocks_counted on quiet_clocks;
                drop function clocks_counted();
                drop table clock_counts;
                drop index ix_quiet_clocks_zone;
                drop index ix_quiet_clocks_stage_pause_at;
                drop index ix_quiet_clocks_stage_since;
                alter table quiet_clocks drop column stage;
                """
            );
        }
    }
}
