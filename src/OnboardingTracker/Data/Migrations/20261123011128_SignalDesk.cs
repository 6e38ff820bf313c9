using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace OnboardingTracker.Data.Migrations
{
    /// <inheritdoc />
    public partial class SignalDesk : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string[]>(
                name: "sender_keys",
                table: "signals",
                type: "text[]",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "merged_at",
                table: "accounts",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "merged_by",
                table: "accounts",
                type: "character varying(300)",
                maxLength: 300,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "merged_into_id",
                table: "accounts",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "signal_corrections",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    signal_id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    actor = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    from_account_id = table.Column<long>(type: "bigint", nullable: true),
                    to_account_id = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_signal_corrections", x => x.id);
                    table.ForeignKey(
                        name: "fk_signal_corrections_signals_signal_id",
                        column: x => x.signal_id,
                        principalTable: "signals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "signal_replays",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    source = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    requested_by = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    first_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    done_id = table.Column<long>(type: "bigint", nullable: false),
                    replayed = table.Column<int>(type: "integer", nullable: false),
                    failed = table.Column<int>(type: "integer", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_signal_replays", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_tasks_assignee_id_id",
                table: "tasks",
                columns: new[] { "assignee_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_tasks_snoozed_until",
                table: "tasks",
                column: "snoozed_until",
                filter: "state = 'snoozed'");

            migrationBuilder.CreateIndex(
                name: "ix_signals_received_at_id",
                table: "signals",
                columns: new[] { "received_at", "id" },
                filter: "state in ('unmatched', 'ambiguous')");

            migrationBuilder.CreateIndex(
                name: "ix_signals_sender_keys",
                table: "signals",
                column: "sender_keys",
                filter: "state in ('unmatched', 'ambiguous')")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_signals_source_state",
                table: "signals",
                columns: new[] { "source", "state" },
                filter: "state in ('unmatched', 'ambiguous', 'retrying', 'failed')");

            migrationBuilder.CreateIndex(
                name: "ix_accounts_merged_into_id",
                table: "accounts",
                column: "merged_into_id",
                filter: "merged_into_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_signal_corrections_signal_id_id",
                table: "signal_corrections",
                columns: new[] { "signal_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_signal_replays_source_id",
                table: "signal_replays",
                columns: new[] { "source", "id" });

            migrationBuilder.AddForeignKey(
                name: "fk_accounts_accounts_merged_into_id",
                table: "accounts",
                column: "merged_into_id",
                principalTable: "accounts",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_accounts_accounts_merged_into_id",
                table: "accounts");

            migrationBuilder.DropTable(
                name: "signal_corrections");

            migrationBuilder.DropTable(
                name: "signal_replays");

            migrationBuilder.DropIndex(
                name: "ix_tasks_assignee_id_id",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_tasks_snoozed_until",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_signals_received_at_id",
                table: "signals");

            migrationBuilder.DropIndex(
                name: "ix_signals_sender_keys",
                table: "signals");

            migrationBuilder.DropIndex(
                name: "ix_signals_source_state",
                table: "signals");

            migrationBuilder.DropIndex(
                name: "ix_accounts_merged_into_id",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "sender_keys",
                table: "signals");

            migrationBuilder.DropColumn(
                name: "merged_at",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "merged_by",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "merged_into_id",
                table: "accounts");
        }
    }
}
