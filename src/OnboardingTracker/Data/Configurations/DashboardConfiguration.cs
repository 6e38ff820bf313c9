using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Data.Dashboard.Stages;

namespace OnboardingTracker.Data.Configurations;

internal sealed class StageDayConfiguration : IEntityTypeConfiguration<StageDay>
{
    public void Configure(EntityTypeBuilder<StageDay> day)
    {
        day.HasKey(d => new { d.Day, d.Stage });
        day.Property(d => d.Stage).HasMaxLength(10);
        day.Property(d => d.Forecast).HasPrecision(28, 4);
        day.Property(d => d.Left).HasColumnName("left_on_day");
        day.Property(d => d.Entered).HasColumnName("entered_on_day");
    }
}

internal sealed class RolledUpDayConfiguration : IEntityTypeConfiguration<RolledUpDay>
{
    public void Configure(EntityTypeBuilder<RolledUpDay> day)
    {
        day.ToTable("rolled_up_days");
        day.HasKey(d => d.Day);
    }
}

internal sealed class KeptTableConfiguration : IEntityTypeConfiguration<KeptTable>
{
    public void Configure(EntityTypeBuilder<KeptTable> table)
    {
        table.ToTable("kept_tables");
        table.HasKey(t => new
        {
            t.Name,
            t.Day,
            t.SpanFrom,
            t.SpanTo,
        });
        table.Property(t => t.Name).HasMaxLength(50);
        // Which have not been asked for in a long time.
        table.HasIndex(t => t.KeptAt);
    }
}

internal sealed class StageNameConfiguration : IEntityTypeConfiguration<StageName>
{
    public void Configure(EntityTypeBuilder<StageName> name)
    {
        name.ToTable("stage_names");
        name.Property(n => n.Stage).HasMaxLength(10);
        name.Property(n => n.Name).HasMaxLength(100);
        name.HasIndex(n => new { n.Stage, n.Id });
    }
}
