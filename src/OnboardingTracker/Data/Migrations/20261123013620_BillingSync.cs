using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OnboardingTracker.Data.Migrations
{
    /// <inheritdoc />
    public partial class BillingSync : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "is_sync",
                table: "imports",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateIndex(
                name: "ix_imports_id",
                table: "imports",
                column: "id",
                filter: "is_sync");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_imports_id",
                table: "imports");

            migrationBuilder.DropColumn(
                name: "is_sync",
                table: "imports");
        }
    }
}
