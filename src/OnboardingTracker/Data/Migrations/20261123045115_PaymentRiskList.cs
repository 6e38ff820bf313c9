using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OnboardingTracker.Data.Migrations
{
    /// <inheritdoc />
    public partial class PaymentRiskList : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "upcoming_period_start",
                table: "subscriptions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "closed_at",
                table: "invoices",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "made_at",
                table: "invoices",
                type: "timestamp with time zone",
                nullable: true);

            // As near as what was kept tells: the newest word on a paid or voided invoice closed it.
            migrationBuilder.Sql(
                """
                update invoices set made_at = least(period_end, failed_at, paid_at, as_of),
                    closed_at = case when state = 'paid' then coalesce(paid_at, as_of) when state = 'void' then as_of end;
                """);

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_upcoming_period_end_account_id",
                table: "subscriptions",
                columns: new[] { "upcoming_period_end", "account_id" },
                filter: "live and upcoming_amount > 0");

            migrationBuilder.CreateIndex(
                name: "ix_invoices_closed_at",
                table: "invoices",
                column: "closed_at",
                filter: "closed_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_invoices_expected",
                table: "invoices",
                column: "account_id",
                filter: "state in ('draft', 'open', 'uncollectible')");

            migrationBuilder.CreateIndex(
                name: "ix_invoices_failed_at",
                table: "invoices",
                column: "failed_at",
                filter: "failed_at is not null and state in ('draft', 'open', 'uncollectible')");

            migrationBuilder.CreateIndex(
                name: "ix_invoices_paid_at",
                table: "invoices",
                column: "paid_at",
                filter: "paid_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_account_changes_forecast_at",
                table: "account_changes",
                columns: new[] { "at", "account_id" },
                filter: "jsonb_exists(\"values\", 'forecast')");

            migrationBuilder.CreateIndex(
                name: "ix_account_changes_payment_risk_at",
                table: "account_changes",
                columns: new[] { "at", "account_id" },
                filter: "jsonb_exists(\"values\", 'paymentRisk')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_subscriptions_upcoming_period_end_account_id",
                table: "subscriptions");

            migrationBuilder.DropIndex(
                name: "ix_invoices_closed_at",
                table: "invoices");

            migrationBuilder.DropIndex(
                name: "ix_invoices_expected",
                table: "invoices");

            migrationBuilder.DropIndex(
                name: "ix_invoices_failed_at",
                table: "invoices");

            migrationBuilder.DropIndex(
                name: "ix_invoices_paid_at",
                table: "invoices");

            migrationBuilder.DropIndex(
                name: "ix_account_changes_forecast_at",
                table: "account_changes");

            migrationBuilder.DropIndex(
                name: "ix_account_changes_payment_risk_at",
                table: "account_changes");

            migrationBuilder.DropColumn(
                name: "upcoming_period_start",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "closed_at",
                table: "invoices");

            migrationBuilder.DropColumn(
                name: "made_at",
                table: "invoices");
        }
    }
}
