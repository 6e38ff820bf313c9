using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace OnboardingTracker.Data.Migrations
{
    /// <inheritdoc />
    public partial class NotesChecklistTimeline : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_signals_account_id_occurred_at_id",
                table: "signals");

            migrationBuilder.DropIndex(
                name: "ix_account_changes_account_id_id",
                table: "account_changes");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "changed_at",
                table: "tasks",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "changed_by",
                table: "tasks",
                type: "character varying(300)",
                maxLength: 300,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "checklist_marks",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    account_id = table.Column<long>(type: "bigint", nullable: false),
                    passage = table.Column<int>(type: "integer", nullable: false),
                    item = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    finding = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    by = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_checklist_marks", x => x.id);
                    table.ForeignKey(
                        name: "fk_checklist_marks_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "notes",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    account_id = table.Column<long>(type: "bigint", nullable: false),
                    text = table.Column<string>(type: "character varying(10000)", maxLength: 10000, nullable: false),
                    author = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    edited_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    edited_by = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    pinned_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    pinned_by = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    withdrawn_by = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    signal_id = table.Column<long>(type: "bigint", nullable: true),
                    form_key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notes", x => x.id);
                    table.ForeignKey(
                        name: "fk_notes_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "task_changes",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    task_id = table.Column<long>(type: "bigint", nullable: false),
                    account_id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    title = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    state_before = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    assignee_before = table.Column<int>(type: "integer", nullable: true),
                    assignee_id = table.Column<int>(type: "integer", nullable: true),
                    due_before = table.Column<DateOnly>(type: "date", nullable: true),
                    due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    snoozed_until = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_task_changes", x => x.id);
                    table.ForeignKey(
                        name: "fk_task_changes_tasks_task_id",
                        column: x => x.task_id,
                        principalTable: "tasks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "note_versions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    note_id = table.Column<long>(type: "bigint", nullable: false),
                    text = table.Column<string>(type: "character varying(10000)", maxLength: 10000, nullable: false),
                    by = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_note_versions", x => x.id);
                    table.ForeignKey(
                        name: "fk_note_versions_notes_note_id",
                        column: x => x.note_id,
                        principalTable: "notes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_signals_account_id_occurred_at_id",
                table: "signals",
                columns: new[] { "account_id", "occurred_at", "id" },
                filter: "account_id is not null")
                .Annotation("Npgsql:IndexInclude", new[] { "kind", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_account_changes_account_id_at_id",
                table: "account_changes",
                columns: new[] { "account_id", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_account_changes_payment_risk",
                table: "account_changes",
                columns: new[] { "account_id", "at", "id" },
                filter: "jsonb_exists(\"values\", 'paymentRisk')");

            migrationBuilder.CreateIndex(
                name: "ix_checklist_marks_account_id_at_id",
                table: "checklist_marks",
                columns: new[] { "account_id", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_note_versions_note_id_id",
                table: "note_versions",
                columns: new[] { "note_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_notes_account_id_at_id",
                table: "notes",
                columns: new[] { "account_id", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_notes_account_id_pinned_at",
                table: "notes",
                columns: new[] { "account_id", "pinned_at" },
                filter: "pinned_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_notes_account_id_signal_id",
                table: "notes",
                columns: new[] { "account_id", "signal_id" },
                filter: "signal_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_notes_form_key",
                table: "notes",
                column: "form_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_task_changes_account_id_at_id",
                table: "task_changes",
                columns: new[] { "account_id", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_task_changes_task_id_id",
                table: "task_changes",
                columns: new[] { "task_id", "id" });

            migrationBuilder.Sql(
                """
                create function task_changed() returns trigger language plpgsql as $$
                begin
                  if tg_op = 'INSERT' then
                    insert into task_changes (task_id, account_id, at, by, title, state, assignee_id, due_on, snoozed_until)
                    values (new.id, new.account_id, new.created_at, new.created_by, new.title, new.state, new.assignee_id, new.due_on,
                        new.snoozed_until);
                    return null;
                  end if;
                  if new.account_id <> old.account_id then
                    update task_changes set account_id = new.account_id where task_id = new.id;
                  end if;
                  if (new.state, new.assignee_id, new.due_on, new.snoozed_until, new.title)
                      is distinct from (old.state, old.assignee_id, old.due_on, old.snoozed_until, old.title) then
                    insert into task_changes (task_id, account_id, at, by, title, state_before, state, assignee_before, assignee_id,
                        due_before, due_on, snoozed_until)
                    values (new.id, new.account_id,
                        case when new.changed_at is distinct from old.changed_at then coalesce(new.changed_at, now())
                             when new.closed_at is distinct from old.closed_at then coalesce(new.closed_at, now())
                             else now() end,
                        case when new.changed_at is distinct from old.changed_at and new.changed_by is not null then new.changed_by
                             when new.closed_at is distinct from old.closed_at and new.closed_by is not null then new.closed_by
                             else new.created_by end,
                        new.title, old.state, new.state, old.assignee_id, new.assignee_id, old.due_on, new.due_on, new.snoozed_until);
                  end if;
                  return null;
                end $$;
                create trigger task_changed after insert or update on tasks for each row execute function task_changed();
                insert into task_changes (task_id, account_id, at, by, title, state, assignee_id, due_on)
                    select id, account_id, created_at, created_by, title, 'open', assignee_id, due_on from tasks order by id;
                insert into task_changes (task_id, account_id, at, by, title, state_before, state, assignee_before, assignee_id, due_before, due_on)
                    select id, account_id, closed_at, coalesce(closed_by, created_by), title, 'open', state, assignee_id, assignee_id, due_on, due_on
                    from tasks where closed_at is not null order by closed_at;
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop trigger task_changed on tasks; drop function task_changed();");

            migrationBuilder.DropTable(
                name: "checklist_marks");

            migrationBuilder.DropTable(
                name: "note_versions");

            migrationBuilder.DropTable(
                name: "task_changes");

            migrationBuilder.DropTable(
                name: "notes");

            migrationBuilder.DropIndex(
                name: "ix_signals_account_id_occurred_at_id",
                table: "signals");

            migrationBuilder.DropIndex(
                name: "ix_account_changes_account_id_at_id",
                table: "account_changes");

            migrationBuilder.DropIndex(
                name: "ix_account_changes_payment_risk",
                table: "account_changes");

            migrationBuilder.DropColumn(
                name: "changed_at",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "changed_by",
                table: "tasks");

            migrationBuilder.CreateIndex(
                name: "ix_signals_account_id_occurred_at_id",
                table: "signals",
                columns: new[] { "account_id", "occurred_at", "id" },
                filter: "account_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_account_changes_account_id_id",
                table: "account_changes",
                columns: new[] { "account_id", "id" });
        }
    }
}
