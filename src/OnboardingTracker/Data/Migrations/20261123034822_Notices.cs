using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace OnboardingTracker.Data.Migrations
{
    /// <inheritdoc />
    public partial class Notices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<string>(
                name: "reply_token",
                table: "outgoing_mails",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(100)",
                oldMaxLength: 100);

            migrationBuilder.AlterColumn<long>(
                name: "account_id",
                table: "outgoing_mails",
                type: "bigint",
                nullable: true,
                oldClrType: typeof(long),
                oldType: "bigint");

            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "outgoing_mails",
                type: "character varying(20)",
                maxLength: 20,
                nullable: false,
                defaultValue: "conversation");

            migrationBuilder.AddColumn<string>(
                name: "reply_to",
                table: "outgoing_mails",
                type: "character varying(320)",
                maxLength: 320,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "digest_settings",
                columns: table => new
                {
                    member_id = table.Column<int>(type: "integer", nullable: false),
                    hour = table.Column<int>(type: "integer", nullable: false),
                    time_zone = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_digest_settings", x => x.member_id);
                    table.ForeignKey(
                        name: "fk_digest_settings_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "notice_choices",
                columns: table => new
                {
                    member_id = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    in_app = table.Column<bool>(type: "boolean", nullable: false),
                    mail = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notice_choices", x => new { x.member_id, x.kind });
                    table.ForeignKey(
                        name: "fk_notice_choices_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "notices",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    member_id = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    title = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    detail = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    link = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    account_id = table.Column<long>(type: "bigint", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    in_app = table.Column<bool>(type: "boolean", nullable: false),
                    mail = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notices", x => x.id);
                    table.ForeignKey(
                        name: "fk_notices_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "accounts",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_notices_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mails_created_at",
                table: "outgoing_mails",
                column: "created_at",
                filter: "kind in ('notice', 'digest')");

            migrationBuilder.CreateIndex(
                name: "ix_notices_account_id",
                table: "notices",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "ix_notices_created_at",
                table: "notices",
                column: "created_at",
                filter: "read_at is not null or not in_app");

            migrationBuilder.CreateIndex(
                name: "ix_notices_member_id_created_at",
                table: "notices",
                columns: new[] { "member_id", "created_at" },
                filter: "mail = 'waiting'");

            migrationBuilder.CreateIndex(
                name: "ix_notices_member_id_id",
                table: "notices",
                columns: new[] { "member_id", "id" },
                filter: "in_app");

            migrationBuilder.CreateIndex(
                name: "ix_notices_member_id_id1",
                table: "notices",
                columns: new[] { "member_id", "id" },
                filter: "in_app and read_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_notices_member_id_key",
                table: "notices",
                columns: new[] { "member_id", "key" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "digest_settings");

            migrationBuilder.DropTable(
                name: "notice_choices");

            migrationBuilder.DropTable(
                name: "notices");

            migrationBuilder.DropIndex(
                name: "ix_outgoing_mails_created_at",
                table: "outgoing_mails");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "outgoing_mails");

            migrationBuilder.DropColumn(
                name: "reply_to",
                table: "outgoing_mails");

            migrationBuilder.AlterColumn<string>(
                name: "reply_token",
                table: "outgoing_mails",
                type: "character varying(100)",
                maxLength: 100,
                nullable: false,
                defaultValue: "conversation",
                oldClrType: typeof(string),
                oldType: "character varying(100)",
                oldMaxLength: 100,
                oldNullable: true);

            migrationBuilder.AlterColumn<long>(
                name: "account_id",
                table: "outgoing_mails",
                type: "bigint",
                nullable: false,
                defaultValue: 0L,
                oldClrType: typeof(long),
                oldType: "bigint",
                oldNullable: true);
        }
    }
}
