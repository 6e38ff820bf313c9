using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace OnboardingTracker.Data.Migrations
{
    /// <inheritdoc />
    public partial class HandOffsSurveys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "unsubscribe",
                table: "outgoing_mails",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "hand_offs",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    account_id = table.Column<long>(type: "bigint", nullable: false),
                    key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    from_stage = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true),
                    transition_id = table.Column<long>(type: "bigint", nullable: true),
                    reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    wants = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    volume = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    urgency = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    spoken_with = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    sales_person = table.Column<string>(type: "character varying(320)", maxLength: 320, nullable: true),
                    although = table.Column<string>(type: "text", nullable: true),
                    packet = table.Column<string>(type: "jsonb", nullable: false),
                    by = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    mailed_to = table.Column<string[]>(type: "text[]", nullable: false),
                    mail_id = table.Column<long>(type: "bigint", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    decided_by = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    decision = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    return_transition_id = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_hand_offs", x => x.id);
                    table.ForeignKey(
                        name: "fk_hand_offs_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "survey_opt_outs",
                columns: table => new
                {
                    email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_survey_opt_outs", x => x.email);
                });

            migrationBuilder.CreateTable(
                name: "surveys",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    account_id = table.Column<long>(type: "bigint", nullable: false),
                    email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    mail_id = table.Column<long>(type: "bigint", nullable: true),
                    playbook_run_id = table.Column<long>(type: "bigint", nullable: true),
                    score = table.Column<int>(type: "integer", nullable: true),
                    comment = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_surveys", x => x.id);
                    table.ForeignKey(
                        name: "fk_surveys_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_hand_offs_account_id",
                table: "hand_offs",
                column: "account_id",
                unique: true,
                filter: "state = 'pending'");

            migrationBuilder.CreateIndex(
                name: "ix_hand_offs_account_id_id",
                table: "hand_offs",
                columns: new[] { "account_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_hand_offs_key",
                table: "hand_offs",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_hand_offs_state_id",
                table: "hand_offs",
                columns: new[] { "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_hand_offs_transition_id",
                table: "hand_offs",
                column: "transition_id");

            migrationBuilder.CreateIndex(
                name: "ix_surveys_account_id",
                table: "surveys",
                column: "account_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_surveys_token_hash",
                table: "surveys",
                column: "token_hash",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "hand_offs");

            migrationBuilder.DropTable(
                name: "survey_opt_outs");

            migrationBuilder.DropTable(
                name: "surveys");

            migrationBuilder.DropColumn(
                name: "unsubscribe",
                table: "outgoing_mails");
        }
    }
}
