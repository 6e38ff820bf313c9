using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OnboardingTracker.Data.Migrations
{
    /// <inheritdoc />
    public partial class TasksPage : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_tasks_assignee_id_due_on_id",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_tasks_due_on_id",
                table: "tasks");

            migrationBuilder.AddColumn<int>(
                name: "away_member_id",
                table: "tasks",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "place",
                table: "tasks",
                type: "integer",
                nullable: false,
                computedColumnSql: "case when kind in ('failedPayment', 'largeInvoice', 'neverContacted') then 0 else 10000000 end + case when isfinite(due_on) then due_on - date '0001-01-01' else 5000000 end",
                stored: true);

            migrationBuilder.CreateIndex(
                name: "ix_tasks_assignee_id_place_id",
                table: "tasks",
                columns: new[] { "assignee_id", "place", "id" },
                filter: "state = 'open'");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_assignee_id_snoozed_until_id",
                table: "tasks",
                columns: new[] { "assignee_id", "snoozed_until", "id" },
                filter: "state = 'snoozed'");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_away_member_id",
                table: "tasks",
                column: "away_member_id",
                filter: "away_member_id is not null and state in ('open', 'snoozed')");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_closed_at_id",
                table: "tasks",
                columns: new[] { "closed_at", "id" },
                filter: "state = 'done'");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_kind_place_id",
                table: "tasks",
                columns: new[] { "kind", "place", "id" },
                filter: "state = 'open'");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_place_id",
                table: "tasks",
                columns: new[] { "place", "id" },
                filter: "state = 'open'");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_title",
                table: "tasks",
                column: "title",
                filter: "state in ('open', 'snoozed')")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });

            migrationBuilder.AddForeignKey(
                name: "fk_tasks_members_away_member_id",
                table: "tasks",
                column: "away_member_id",
                principalTable: "members",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_tasks_members_away_member_id",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_tasks_assignee_id_place_id",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_tasks_assignee_id_snoozed_until_id",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_tasks_away_member_id",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_tasks_closed_at_id",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_tasks_kind_place_id",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_tasks_place_id",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_tasks_title",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "place",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "away_member_id",
                table: "tasks");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_assignee_id_due_on_id",
                table: "tasks",
                columns: new[] { "assignee_id", "due_on", "id" },
                filter: "state in ('open', 'snoozed')");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_due_on_id",
                table: "tasks",
                columns: new[] { "due_on", "id" },
                filter: "state in ('open', 'snoozed')");
        }
    }
}
