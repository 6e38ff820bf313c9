using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OnboardingTracker.Data.Audit;
using OnboardingTracker.Data.Imports;
using OnboardingTracker.Data.SignIn;

namespace OnboardingTracker.Data.Configurations;

internal sealed class ImportConfiguration : IEntityTypeConfiguration<Import>
{
    public void Configure(EntityTypeBuilder<Import> import)
    {
        import.Property(i => i.FileName).HasMaxLength(300);
        // How fresh the data is, asked for by each page that says so.
        import.HasIndex(i => i.Id, "ix_imports_syncs").HasFilter("is_sync");
        import
            .Property(i => i.Warnings)
            .HasColumnType("jsonb")
            .HasConversion(new JsonConverter<IReadOnlyList<string>>(), new JsonComparer<IReadOnlyList<string>>());
    }
}

internal sealed class ImportChunkConfiguration : IEntityTypeConfiguration<ImportChunk>
{
    public void Configure(EntityTypeBuilder<ImportChunk> chunk)
    {
        chunk.HasKey(c => new { c.ImportId, c.Number });
        chunk.HasOne<Import>().WithMany().HasForeignKey(c => c.ImportId);
    }
}

internal sealed class ImportRejectionConfiguration : IEntityTypeConfiguration<ImportRejection>
{
    public void Configure(EntityTypeBuilder<ImportRejection> rejection)
    {
        rejection.Property(r => r.Field).HasMaxLength(200);
        rejection.HasOne<Import>().WithMany().HasForeignKey(r => r.ImportId);
        rejection.HasIndex(r => new { r.ImportId, r.Id });
    }
}

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.Property(e => e.Action).HasMaxLength(100);
        entry.Property(e => e.Subject).HasMaxLength(400);
        entry
            .Property(e => e.Values)
            .HasColumnType("jsonb")
            .HasConversion(
                new JsonConverter<IReadOnlyDictionary<string, string?[]>>(),
                new JsonComparer<IReadOnlyDictionary<string, string?[]>>()
            );
    }
}

internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> key)
    {
        key.Property(k => k.Name).HasMaxLength(100);
        key.Property(k => k.Prefix).HasMaxLength(20);
        key.HasIndex(k => k.Name).IsUnique();
        key.HasIndex(k => k.Hash).IsUnique();
    }
}
