using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace OnboardingTracker.Data.Migrations
{
    /// <inheritdoc />
    public partial class MailOut : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "form_key",
                table: "outgoing_mails",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "sent_although",
                table: "outgoing_mails",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "mail_templates",
                columns: table => new
                {
                    purpose = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    subject = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    body = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    changed_by = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mail_templates", x => x.purpose);
                });

            migrationBuilder.CreateTable(
                name: "mailbox_folders",
                columns: table => new
                {
                    mailbox = table.Column<string>(type: "character varying(320)", maxLength: 320, nullable: false),
                    folder = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    uid_validity = table.Column<long>(type: "bigint", nullable: false),
                    connected_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_uid = table.Column<long>(type: "bigint", nullable: false),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    taken = table.Column<long>(type: "bigint", nullable: false),
                    set_aside = table.Column<long>(type: "bigint", nullable: false),
                    last_error = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mailbox_folders", x => new { x.mailbox, x.folder });
                });

            migrationBuilder.InsertData(
                table: "mail_templates",
                columns: new[] { "purpose", "body", "changed_at", "changed_by", "subject" },
                values: new object[,]
                {
                    { "checkIn", "Hi {{ contact.firstName }},\n\nI wanted to hear how things are going at {{ account.name }}. Is there anything in your configuration, or on your bill, that you would like somebody to look at with you? A line in answer to this mail is enough.\n\nBest regards,\n{{ sender.name }}", null, null, "How is it going, {{ contact.firstName }}?" },
                    { "finalOutreach", "Hi {{ contact.firstName }},\n\nyour next bill is made on {{ account.renewal }}. If you would like to go through it beforehand, or have any question about your set-up, this is a good moment: answer this mail and I will make time.\n\nAfter that, our support team is there for you whenever you need somebody.\n\nBest regards,\n{{ sender.name }}", null, null, "Before your next bill on {{ account.renewal }}" },
                    { "initialOutreach", "Hi {{ contact.firstName }},\n\nI look after new customers here, and {{ account.name }} is with me from today.\n\nWould a short call help, to go through your set-up and what you want to get out of it? If you would rather write, just answer this mail: tell me what you are building and where you are stuck, and I will get back to you.\n\nBest regards,\n{{ sender.name }}", null, null, "Getting {{ account.name }} off to a good start" },
                    { "postCall", "Hi {{ contact.firstName }},\n\nthank you for your time today. What we said we would do next:\n\n-\n\nIf I forgot something, or something comes up, answer this mail.\n\nBest regards,\n{{ sender.name }}", null, null, "Notes from our call" }
                });

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mails_form_key",
                table: "outgoing_mails",
                column: "form_key",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "mail_templates");

            migrationBuilder.DropTable(
                name: "mailbox_folders");

            migrationBuilder.DropIndex(
                name: "ix_outgoing_mails_form_key",
                table: "outgoing_mails");

            migrationBuilder.DropColumn(
                name: "form_key",
                table: "outgoing_mails");

            migrationBuilder.DropColumn(
                name: "sent_although",
                table: "outgoing_mails");
        }
    }
}
