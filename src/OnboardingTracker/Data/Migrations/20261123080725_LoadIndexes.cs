using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OnboardingTracker.Data.Migrations
{
    /// <inheritdoc />
    public partial class LoadIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_tasks_created_at",
                table: "tasks",
                column: "created_at",
                filter: "kind in ('failedPayment', 'largeInvoice', 'neverContacted')");

            migrationBuilder.CreateIndex(
                name: "ix_task_changes_at_task_id_id",
                table: "task_changes",
                columns: new[] { "at", "task_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_surveys_asked_at",
                table: "surveys",
                column: "asked_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_tasks_created_at",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_task_changes_at_task_id_id",
                table: "task_changes");

            migrationBuilder.DropIndex(
                name: "ix_surveys_asked_at",
                table: "surveys");
        }
    }
}
