using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OnboardingTracker.Data.Migrations
{
    /// <inheritdoc />
    public partial class Alerts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "closed_because",
                table: "tasks",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "figures",
                table: "tasks",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "run_id",
                table: "tasks",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "touched_at",
                table: "tasks",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "touched_by",
                table: "tasks",
                type: "character varying(300)",
                maxLength: 300,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "team_settings",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    alert_assignee_id = table.Column<int>(type: "integer", nullable: true),
                    fallback_assignee_id = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_team_settings", x => x.id);
                    table.ForeignKey(
                        name: "fk_team_settings_members_alert_assignee_id",
                        column: x => x.alert_assignee_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_team_settings_members_fallback_assignee_id",
                        column: x => x.fallback_assignee_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_tasks_kind_account_id",
                table: "tasks",
                columns: new[] { "kind", "account_id" },
                filter: "occasion is not null and state in ('open', 'snoozed')");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_run_id_id",
                table: "tasks",
                columns: new[] { "run_id", "id" },
                filter: "run_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_invoices_account_id",
                table: "invoices",
                column: "account_id",
                filter: "failed_at is not null and state in ('open', 'uncollectible')");

            migrationBuilder.CreateIndex(
                name: "ix_team_settings_alert_assignee_id",
                table: "team_settings",
                column: "alert_assignee_id");

            migrationBuilder.CreateIndex(
                name: "ix_team_settings_fallback_assignee_id",
                table: "team_settings",
                column: "fallback_assignee_id");

            migrationBuilder.AddForeignKey(
                name: "fk_tasks_playbook_runs_run_id",
                table: "tasks",
                column: "run_id",
                principalTable: "playbook_runs",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_tasks_playbook_runs_run_id",
                table: "tasks");

            migrationBuilder.DropTable(
                name: "team_settings");

            migrationBuilder.DropIndex(
                name: "ix_tasks_kind_account_id",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_tasks_run_id_id",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_invoices_account_id",
                table: "invoices");

            migrationBuilder.DropColumn(
                name: "closed_because",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "figures",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "run_id",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "touched_at",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "touched_by",
                table: "tasks");
        }
    }
}
