using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace OnboardingTracker.Data.Migrations
{
    /// <inheritdoc />
    public partial class Retention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "bill_peaks",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    account_id = table.Column<long>(type: "bigint", nullable: false),
                    source = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    invoice = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    superseded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bill_peaks", x => x.id);
                    table.ForeignKey(
                        name: "fk_bill_peaks_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "churns",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    account_id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    back_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    superseded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_churns", x => x.id);
                    table.ForeignKey(
                        name: "fk_churns_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_transitions_churned_by_hand",
                table: "transitions",
                column: "account_id",
                filter: "to_stage = '6d' and undoes_id is null and actor not like 'playbook:%'");

            migrationBuilder.CreateIndex(
                name: "ix_transitions_entries",
                table: "transitions",
                column: "account_id",
                filter: "from_stage is null and undoes_id is null")
                .Annotation("Npgsql:IndexInclude", new[] { "id", "recorded_at" });

            migrationBuilder.CreateIndex(
                name: "ix_bill_peaks_account_id_made_at",
                table: "bill_peaks",
                columns: new[] { "account_id", "made_at" })
                .Annotation("Npgsql:IndexInclude", new[] { "id", "amount", "currency", "recorded_at", "superseded_at" });

            migrationBuilder.CreateIndex(
                name: "ix_bill_peaks_made_at_account_id",
                table: "bill_peaks",
                columns: new[] { "made_at", "account_id" });

            migrationBuilder.CreateIndex(
                name: "ix_churns_account_id",
                table: "churns",
                column: "account_id");

            // Of what was known before, nobody wrote down when it was learned: as if at once.
            migrationBuilder.Sql(
                """
                insert into bill_peaks (account_id, source, invoice, made_at, amount, currency, recorded_at)
                select b.account_id, b.source, b.external_id, b.made, b.amount_due, b.currency, b.made
                from (
                    select i.account_id, i.source, i.external_id, i.amount_due, coalesce(i.currency, '') as currency, m.made,
                        max(i.amount_due) over (partition by i.account_id, coalesce(i.currency, '')
                            order by m.made, i.source collate "C", i.external_id collate "C"
                            rows between unbounded preceding and 1 preceding) as before
                    from invoices i cross join lateral (select coalesce(i.made_at, i.period_end, i.due_at) as made) m
                    where i.regular and i.state in ('open', 'uncollectible', 'paid') and i.amount_due > 0 and m.made is not null) b
                where b.before is null or b.amount_due > b.before
                order by b.account_id, b.made;
                insert into churns (account_id, at, recorded_at)
                select id, churned_on + interval '12 hours', churned_on + interval '12 hours' from accounts where churned_on is not null;
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "bill_peaks");

            migrationBuilder.DropTable(
                name: "churns");

            migrationBuilder.DropIndex(
                name: "ix_transitions_churned_by_hand",
                table: "transitions");

            migrationBuilder.DropIndex(
                name: "ix_transitions_entries",
                table: "transitions");
        }
    }
}
