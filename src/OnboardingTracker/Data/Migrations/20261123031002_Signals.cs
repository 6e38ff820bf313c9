using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace OnboardingTracker.Data.Migrations
{
    /// <inheritdoc />
    public partial class Signals : Migration
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

            migrationBuilder.AddColumn<bool>(
                name: "until_new_signal",
                table: "holds",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "bounce_reason",
                table: "contacts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "bounced_at",
                table: "contacts",
                type: "timestamp with time zone",
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

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "signal_engaged_at",
                table: "accounts",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "signal_engaged_by",
                table: "accounts",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "signal_id",
                table: "accounts",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "signal_playbook",
                table: "accounts",
                type: "character varying(50)",
                maxLength: 50,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "signal_reason",
                table: "accounts",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "signal_received_at",
                table: "accounts",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "signal_review_at",
                table: "accounts",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "signal_stage",
                table: "accounts",
                type: "character varying(10)",
                maxLength: 10,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "invoices",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    account_id = table.Column<long>(type: "bigint", nullable: false),
                    source = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    external_id = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    subscription = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    number = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    amount_due = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: true),
                    amount_paid = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: true),
                    amount_refunded = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: true),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: true),
                    period_start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    period_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    failed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    paid_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    regular = table.Column<bool>(type: "boolean", nullable: false),
                    link = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    as_of = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_invoices", x => x.id);
                    table.ForeignKey(
                        name: "fk_invoices_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

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

            migrationBuilder.CreateTable(
                name: "outgoing_mails",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    account_id = table.Column<long>(type: "bigint", nullable: false),
                    form_key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    message_id = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    reply_token = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    from = table.Column<string>(type: "character varying(320)", maxLength: 320, nullable: false),
                    from_name = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    to = table.Column<string[]>(type: "text[]", nullable: false),
                    subject = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    in_reply_to = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    purpose = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    sent_although = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_error = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    created_by = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outgoing_mails", x => x.id);
                    table.ForeignKey(
                        name: "fk_outgoing_mails_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "accounts",
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

            migrationBuilder.CreateTable(
                name: "signals",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    source = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    source_id = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    source_kind = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    content_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    raw = table.Column<byte[]>(type: "bytea", nullable: true),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    fact = table.Column<string>(type: "jsonb", nullable: true),
                    topic = table.Column<string>(type: "text", nullable: true, computedColumnSql: "left(coalesce(fact->'purchase'->>'order', fact->'call'->>'call', fact->'about'->>'billingCustomerId'), 400)", stored: true),
                    account_id = table.Column<long>(type: "bigint", nullable: true),
                    note = table.Column<string>(type: "text", nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_error = table.Column<string>(type: "text", nullable: true),
                    worked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    assigned_by = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    sender_keys = table.Column<string[]>(type: "text[]", nullable: true),
                    is_engagement = table.Column<bool>(type: "boolean", nullable: true),
                    corrected_by = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    corrected_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_signals", x => x.id);
                    table.ForeignKey(
                        name: "fk_signals_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "subscriptions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    account_id = table.Column<long>(type: "bigint", nullable: false),
                    source = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    external_id = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    live = table.Column<bool>(type: "boolean", nullable: false),
                    status = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    period_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ends_at_period_end = table.Column<bool>(type: "boolean", nullable: false),
                    upcoming_amount = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: true),
                    upcoming_currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: true),
                    upcoming_period_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    upcoming_as_of = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    as_of = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_subscriptions", x => x.id);
                    table.ForeignKey(
                        name: "fk_subscriptions_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "tasks",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    account_id = table.Column<long>(type: "bigint", nullable: false),
                    title = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    assignee_id = table.Column<int>(type: "integer", nullable: true),
                    due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    snoozed_until = table.Column<DateOnly>(type: "date", nullable: true),
                    occasion = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    signal_id = table.Column<long>(type: "bigint", nullable: true),
                    details = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    created_by = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closed_by = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tasks", x => x.id);
                    table.ForeignKey(
                        name: "fk_tasks_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tasks_members_assignee_id",
                        column: x => x.assignee_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

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
                name: "ix_imports_id",
                table: "imports",
                column: "id",
                filter: "is_sync");

            migrationBuilder.CreateIndex(
                name: "ix_accounts_domain",
                table: "accounts",
                column: "domain",
                filter: "domain is not null");

            migrationBuilder.CreateIndex(
                name: "ix_accounts_merged_into_id",
                table: "accounts",
                column: "merged_into_id",
                filter: "merged_into_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_accounts_signal_playbook_id",
                table: "accounts",
                columns: new[] { "signal_playbook", "id" },
                filter: "signal_playbook is not null");

            migrationBuilder.CreateIndex(
                name: "ix_accounts_signal_review_at",
                table: "accounts",
                column: "signal_review_at",
                filter: "signal_review_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_invoices_account_id_source_external_id",
                table: "invoices",
                columns: new[] { "account_id", "source", "external_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_invoices_state_due_at",
                table: "invoices",
                columns: new[] { "state", "due_at" });

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mails_account_id_id",
                table: "outgoing_mails",
                columns: new[] { "account_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mails_form_key",
                table: "outgoing_mails",
                column: "form_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mails_message_id",
                table: "outgoing_mails",
                column: "message_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mails_next_attempt_at",
                table: "outgoing_mails",
                column: "next_attempt_at",
                filter: "next_attempt_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mails_reply_token",
                table: "outgoing_mails",
                column: "reply_token",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_signal_corrections_signal_id_id",
                table: "signal_corrections",
                columns: new[] { "signal_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_signal_replays_source_id",
                table: "signal_replays",
                columns: new[] { "source", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_signals_account_id_occurred_at_id",
                table: "signals",
                columns: new[] { "account_id", "occurred_at", "id" },
                filter: "account_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_signals_next_attempt_at",
                table: "signals",
                column: "next_attempt_at",
                filter: "next_attempt_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_signals_received_at",
                table: "signals",
                column: "received_at",
                filter: "raw is not null");

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
                name: "ix_signals_source_received_at_id",
                table: "signals",
                columns: new[] { "source", "received_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_signals_source_source_id",
                table: "signals",
                columns: new[] { "source", "source_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_signals_source_state",
                table: "signals",
                columns: new[] { "source", "state" },
                filter: "state in ('unmatched', 'ambiguous', 'retrying', 'failed')");

            migrationBuilder.CreateIndex(
                name: "ix_signals_source_topic",
                table: "signals",
                columns: new[] { "source", "topic" },
                filter: "topic is not null");

            migrationBuilder.CreateIndex(
                name: "ix_signals_state_received_at_id",
                table: "signals",
                columns: new[] { "state", "received_at", "id" },
                filter: "state in ('unmatched', 'ambiguous', 'retrying', 'failed')");

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_account_id_source_external_id",
                table: "subscriptions",
                columns: new[] { "account_id", "source", "external_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_tasks_account_id_id",
                table: "tasks",
                columns: new[] { "account_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_tasks_account_id_kind_occasion",
                table: "tasks",
                columns: new[] { "account_id", "kind", "occasion" },
                unique: true,
                filter: "occasion is not null");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_assignee_id_due_on_id",
                table: "tasks",
                columns: new[] { "assignee_id", "due_on", "id" },
                filter: "state in ('open', 'snoozed')");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_assignee_id_id",
                table: "tasks",
                columns: new[] { "assignee_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_tasks_due_on_id",
                table: "tasks",
                columns: new[] { "due_on", "id" },
                filter: "state in ('open', 'snoozed')");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_snoozed_until",
                table: "tasks",
                column: "snoozed_until",
                filter: "state = 'snoozed'");

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
                name: "invoices");

            migrationBuilder.DropTable(
                name: "mail_templates");

            migrationBuilder.DropTable(
                name: "mailbox_folders");

            migrationBuilder.DropTable(
                name: "outgoing_mails");

            migrationBuilder.DropTable(
                name: "signal_corrections");

            migrationBuilder.DropTable(
                name: "signal_replays");

            migrationBuilder.DropTable(
                name: "subscriptions");

            migrationBuilder.DropTable(
                name: "tasks");

            migrationBuilder.DropTable(
                name: "signals");

            migrationBuilder.DropIndex(
                name: "ix_imports_id",
                table: "imports");

            migrationBuilder.DropIndex(
                name: "ix_accounts_domain",
                table: "accounts");

            migrationBuilder.DropIndex(
                name: "ix_accounts_merged_into_id",
                table: "accounts");

            migrationBuilder.DropIndex(
                name: "ix_accounts_signal_playbook_id",
                table: "accounts");

            migrationBuilder.DropIndex(
                name: "ix_accounts_signal_review_at",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "is_sync",
                table: "imports");

            migrationBuilder.DropColumn(
                name: "until_new_signal",
                table: "holds");

            migrationBuilder.DropColumn(
                name: "bounce_reason",
                table: "contacts");

            migrationBuilder.DropColumn(
                name: "bounced_at",
                table: "contacts");

            migrationBuilder.DropColumn(
                name: "merged_at",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "merged_by",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "merged_into_id",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "signal_engaged_at",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "signal_engaged_by",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "signal_id",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "signal_playbook",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "signal_reason",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "signal_received_at",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "signal_review_at",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "signal_stage",
                table: "accounts");
        }
    }
}
