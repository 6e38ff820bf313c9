using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OnboardingTracker.Data.Migrations
{
    /// <inheritdoc />
    public partial class SignalTopics : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "topic",
                table: "signals",
                type: "text",
                nullable: true,
                computedColumnSql: "left(coalesce(fact->'purchase'->>'order', fact->'call'->>'call', fact->'about'->>'billingCustomerId'), 400)",
                stored: true);

            migrationBuilder.CreateIndex(
                name: "ix_signals_source_topic",
                table: "signals",
                columns: new[] { "source", "topic" },
                filter: "topic is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_signals_source_topic",
                table: "signals");

            migrationBuilder.DropColumn(
                name: "topic",
                table: "signals");
        }
    }
}
