using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OnboardingTracker.Data.Migrations
{
    /// <summary>Finds the accounts that are about to leave without reading every subscription.</summary>
    [DbContext(typeof(TrackerDb))]
    [Migration("20261123140000_EndingSubscriptions")]
    public partial class EndingSubscriptions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_ending",
                table: "subscriptions",
                column: "account_id",
                filter: "not live or ends_at_period_end"
            );

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            migrationBuilder.DropIndex(name: "ix_subscriptions_ending", table: "subscriptions");
    }
}
