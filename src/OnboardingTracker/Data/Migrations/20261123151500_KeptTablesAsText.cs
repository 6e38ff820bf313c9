using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OnboardingTracker.Data.Migrations
{
    /// <summary>Nobody asks into the rows of a kept table: they are written and read whole. Those that are kept so far are worked out anew.</summary>
    [DbContext(typeof(TrackerDb))]
    [Migration("20261123151500_KeptTablesAsText")]
    public partial class KeptTablesAsText : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("truncate kept_tables; alter table kept_tables alter column rows type text;");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("truncate kept_tables; alter table kept_tables alter column rows type jsonb using rows::jsonb;");
    }
}
