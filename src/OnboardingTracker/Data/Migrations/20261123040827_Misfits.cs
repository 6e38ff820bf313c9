using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OnboardingTracker.Data.Migrations
{
    /// <inheritdoc />
    public partial class Misfits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "left_misfits",
                columns: table => new
                {
                    account_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    transition_id = table.Column<long>(type: "bigint", nullable: false),
                    left_by = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    left_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_left_misfits", x => new { x.account_id, x.kind });
                    table.ForeignKey(
                        name: "fk_left_misfits_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_signals_occurred_at",
                table: "signals",
                column: "occurred_at",
                filter: "state = 'worked' and kind in ('emailReceived', 'callBooked', 'callCompleted', 'consultationPurchased', 'subscriptionChanged')");

            migrationBuilder.CreateIndex(
                name: "ix_accounts_domain_in_work",
                table: "accounts",
                column: "domain",
                filter: "in_work and domain is not null");

            migrationBuilder.CreateIndex(
                name: "ix_accounts_engaged_in_6a",
                table: "accounts",
                column: "id",
                filter: "stage = '6a' and engaged_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_accounts_unowned",
                table: "accounts",
                column: "id",
                filter: "in_work and owner_id is null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "left_misfits");

            migrationBuilder.DropIndex(
                name: "ix_signals_occurred_at",
                table: "signals");

            migrationBuilder.DropIndex(
                name: "ix_accounts_domain_in_work",
                table: "accounts");

            migrationBuilder.DropIndex(
                name: "ix_accounts_engaged_in_6a",
                table: "accounts");

            migrationBuilder.DropIndex(
                name: "ix_accounts_unowned",
                table: "accounts");
        }
    }
}
