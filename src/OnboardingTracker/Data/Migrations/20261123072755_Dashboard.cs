using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace OnboardingTracker.Data.Migrations
{
    /// <inheritdoc />
    public partial class Dashboard : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "from_entered_at",
                table: "transitions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "owner_id",
                table: "transitions",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "recorded_at",
                table: "transitions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "renewal_number",
                table: "transitions",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "renewal_on",
                table: "transitions",
                type: "date",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "engagements",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    account_id = table.Column<long>(type: "bigint", nullable: false),
                    passage = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    by = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_engagements", x => x.id);
                    table.ForeignKey(
                        name: "fk_engagements_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "kept_tables",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    span_from = table.Column<DateOnly>(type: "date", nullable: false),
                    span_to = table.Column<DateOnly>(type: "date", nullable: false),
                    rows = table.Column<string>(type: "jsonb", nullable: false),
                    kept_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_kept_tables", x => new { x.name, x.day, x.span_from, x.span_to });
                });

            migrationBuilder.CreateTable(
                name: "rolled_up_days",
                columns: table => new
                {
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    policy_version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rolled_up_days", x => x.day);
                });

            migrationBuilder.CreateTable(
                name: "stage_days",
                columns: table => new
                {
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    stage = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    accounts = table.Column<int>(type: "integer", nullable: false),
                    forecast = table.Column<decimal>(type: "numeric(28,4)", precision: 28, scale: 4, nullable: false),
                    entered_on_day = table.Column<int>(type: "integer", nullable: false),
                    left_on_day = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stage_days", x => new { x.day, x.stage });
                });

            migrationBuilder.CreateTable(
                name: "stage_names",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    stage = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    retired = table.Column<bool>(type: "boolean", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stage_names", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_transitions_from_stage_recorded_at_id",
                table: "transitions",
                columns: new[] { "from_stage", "recorded_at", "id" },
                filter: "from_stage is not null");

            migrationBuilder.CreateIndex(
                name: "ix_transitions_openings",
                table: "transitions",
                columns: new[] { "at", "id" },
                filter: "from_stage is null or (from_stage in ('6a', '6b', '6c', '6d') and to_stage in ('1', '2'))");

            migrationBuilder.CreateIndex(
                name: "ix_transitions_to_stage_recorded_at_id",
                table: "transitions",
                columns: new[] { "to_stage", "recorded_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_account_changes_owner_at",
                table: "account_changes",
                columns: new[] { "at", "account_id" },
                filter: "jsonb_exists(\"values\", 'owner')");

            migrationBuilder.CreateIndex(
                name: "ix_engagements_account_id_passage_id",
                table: "engagements",
                columns: new[] { "account_id", "passage", "id" })
                .Annotation("Npgsql:IndexInclude", new[] { "recorded_at", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_kept_tables_kept_at",
                table: "kept_tables",
                column: "kept_at");

            migrationBuilder.CreateIndex(
                name: "ix_stage_names_stage_id",
                table: "stage_names",
                columns: new[] { "stage", "id" });

            // Of what was written before: a migrated stage was written down when its account was made, at the earliest. Where the clocks
            // of two machines disagreed, what comes later was written later.
            migrationBuilder.Sql(
                """
                update transitions t set recorded_at = w.recorded_at, from_entered_at = w.from_entered_at
                from (
                    select t.id,
                        max(case when t.migrated then greatest(t.at, a.created_at) else t.at end)
                            over (partition by t.account_id order by t.id) as recorded_at,
                        case when t.from_stage is not null then (
                            select e.at from transitions e where e.account_id = t.account_id and e.id < t.id and e.to_stage = t.from_stage
                            order by e.id desc limit 1) end as from_entered_at
                    from transitions t join accounts a on a.id = t.account_id) w
                where w.id = t.id;
                alter table transitions alter column recorded_at set not null;
                insert into engagements (account_id, passage, at, by, recorded_at)
                    select id, passage, engaged_at, engaged_by, engaged_at from accounts where engaged_at is not null and passage > 0 order by engaged_at;
                insert into stage_names (stage, name, position, retired, recorded_at)
                    select code, name, position, retired, '-infinity' from stages order by position;
                create function stage_changed() returns trigger language plpgsql set search_path from current as $$
                begin
                  if tg_op = 'INSERT' or (new.name, new.position, new.retired) is distinct from (old.name, old.position, old.retired) then
                    insert into stage_names (stage, name, position, retired, recorded_at)
                    values (new.code, new.name, new.position, new.retired, clock_timestamp());
                  end if;
                  return null;
                end $$;
                create trigger stage_changed after insert or update on stages for each row execute function stage_changed();
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop trigger stage_changed on stages; drop function stage_changed();");

            migrationBuilder.DropTable(
                name: "engagements");

            migrationBuilder.DropTable(
                name: "kept_tables");

            migrationBuilder.DropTable(
                name: "rolled_up_days");

            migrationBuilder.DropTable(
                name: "stage_days");

            migrationBuilder.DropTable(
                name: "stage_names");

            migrationBuilder.DropIndex(
                name: "ix_transitions_from_stage_recorded_at_id",
                table: "transitions");

            migrationBuilder.DropIndex(
                name: "ix_transitions_openings",
                table: "transitions");

            migrationBuilder.DropIndex(
                name: "ix_transitions_to_stage_recorded_at_id",
                table: "transitions");

            migrationBuilder.DropIndex(
                name: "ix_account_changes_owner_at",
                table: "account_changes");

            migrationBuilder.DropColumn(
                name: "from_entered_at",
                table: "transitions");

            migrationBuilder.DropColumn(
                name: "owner_id",
                table: "transitions");

            migrationBuilder.DropColumn(
                name: "recorded_at",
                table: "transitions");

            migrationBuilder.DropColumn(
                name: "renewal_number",
                table: "transitions");

            migrationBuilder.DropColumn(
                name: "renewal_on",
                table: "transitions");
        }
    }
}
