using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OnboardingTracker.Data.Migrations
{
    /// <inheritdoc />
    public partial class RunUndoRequests : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "undo_requested_at",
                table: "playbook_runs",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "undo_requested_by",
                table: "playbook_runs",
                type: "character varying(300)",
                maxLength: 300,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "undo_requested_at",
                table: "playbook_runs");

            migrationBuilder.DropColumn(
                name: "undo_requested_by",
                table: "playbook_runs");
        }
    }
}
