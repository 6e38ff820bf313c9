using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace OnboardingTracker.Data.Migrations
{
    /// <inheritdoc />
    public partial class KnownReplies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "replies",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    account_id = table.Column<long>(type: "bigint", nullable: false),
                    passage = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_replies", x => x.id);
                    table.ForeignKey(
                        name: "fk_replies_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_replies_account_id_passage_id",
                table: "replies",
                columns: new[] { "account_id", "passage", "id" })
                .Annotation("Npgsql:IndexInclude", new[] { "recorded_at", "at" });

            // Of what was heard before: the first genuine mail since the outreach of the passage that an account is in.
            migrationBuilder.Sql(
                """
                insert into replies (account_id, passage, at, recorded_at)
                select a.id, a.passage, s.occurred_at, s.received_at
                from accounts a cross join lateral (
                    select r.occurred_at, r.received_at from signals r
                    where r.account_id = a.id and r.kind = 'emailReceived' and r.state = 'worked'
                      and coalesce(r.is_engagement, (r.fact->'mail'->>'genuine')::boolean and not coalesce((r.fact->'mail'->>'history')::boolean, false)
                          and coalesce(r.fact->'mail'->>'proof', '0') <> '0')
                      and r.occurred_at >= least(a.initial_outreach_at, (
                          select min(o.occurred_at) from signals o
                          where o.account_id = a.id and o.kind = 'emailSent' and o.state = 'worked'
                            and o.occurred_at >= a.passage_began_at - case when a.passage = 1 then interval '1 day' else interval '0' end))
                    order by r.occurred_at limit 1) s
                where a.initial_outreach_at is not null and a.passage > 0
                order by s.received_at;
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "replies");
        }
    }
}
