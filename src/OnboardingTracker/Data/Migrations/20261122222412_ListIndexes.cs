using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OnboardingTracker.Data.Migrations
{
    /// <inheritdoc />
    public partial class ListIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_contacts_email",
                table: "contacts");

            migrationBuilder.DropIndex(
                name: "ix_accounts_stage_stage_entered_at_id",
                table: "accounts");

            migrationBuilder.CreateIndex(
                name: "ix_contacts_email",
                table: "contacts",
                column: "email")
                .Annotation("Npgsql:IndexOperators", new[] { "text_pattern_ops" });

            migrationBuilder.CreateIndex(
                name: "ix_accounts_forecast_in_team_currency_id1",
                table: "accounts",
                columns: new[] { "forecast_in_team_currency", "id" },
                filter: "in_work");

            migrationBuilder.CreateIndex(
                name: "ix_accounts_name_id1",
                table: "accounts",
                columns: new[] { "name", "id" },
                filter: "in_work");

            migrationBuilder.CreateIndex(
                name: "ix_accounts_owner_id_stage",
                table: "accounts",
                columns: new[] { "owner_id", "stage" },
                filter: "in_work")
                .Annotation("Npgsql:IndexInclude", new[] { "forecast_in_team_currency" });

            migrationBuilder.CreateIndex(
                name: "ix_accounts_stage_entered_at_id",
                table: "accounts",
                columns: new[] { "stage_entered_at", "id" },
                filter: "in_work");

            migrationBuilder.CreateIndex(
                name: "ix_accounts_stage_stage_entered_at_id",
                table: "accounts",
                columns: new[] { "stage", "stage_entered_at", "id" },
                filter: "stage is not null")
                .Annotation("Npgsql:IndexInclude", new[] { "forecast_in_team_currency" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_contacts_email",
                table: "contacts");

            migrationBuilder.DropIndex(
                name: "ix_accounts_forecast_in_team_currency_id1",
                table: "accounts");

            migrationBuilder.DropIndex(
                name: "ix_accounts_name_id1",
                table: "accounts");

            migrationBuilder.DropIndex(
                name: "ix_accounts_owner_id_stage",
                table: "accounts");

            migrationBuilder.DropIndex(
                name: "ix_accounts_stage_entered_at_id",
                table: "accounts");

            migrationBuilder.DropIndex(
                name: "ix_accounts_stage_stage_entered_at_id",
                table: "accounts");

            migrationBuilder.CreateIndex(
                name: "ix_contacts_email",
                table: "contacts",
                column: "email");

            migrationBuilder.CreateIndex(
                name: "ix_accounts_stage_stage_entered_at_id",
                table: "accounts",
                columns: new[] { "stage", "stage_entered_at", "id" },
                filter: "stage is not null");
        }
    }
}
