namespace OnboardingTracker.Platform.LocalPostgres;

/// <summary>What the server is told at each start, so that an old cluster runs as a new one does.</summary>
internal static class ServerSettings
{
    private static readonly Dictionary<string, string> Defaults = new()
    {
        // The socket's folder is the only way in.
        ["listen_addresses"] = "",
        ["unix_socket_permissions"] = "0700",
        ["max_connections"] = "200",
        ["shared_buffers"] = "256MB",
        ["work_mem"] = "16MB",
        ["maintenance_work_mem"] = "128MB",
        ["effective_cache_size"] = "1GB",
        ["random_page_cost"] = "1.1",
        ["max_wal_size"] = "2GB",
        // Compiling a plan costs more than any of our queries gains by it.
        ["jit"] = "off",
        ["timezone"] = "UTC",
        ["log_timezone"] = "UTC",
        ["lc_messages"] = "C",
        ["logging_collector"] = "on",
        ["log_directory"] = "log",
        ["log_filename"] = "postgresql-%a.log",
        ["log_truncate_on_rotation"] = "on",
        ["log_rotation_age"] = "1d",
        ["log_rotation_size"] = "0",
        ["log_line_prefix"] = "%m [%p] %d ",
        ["log_checkpoints"] = "off",
    };

    internal static IEnumerable<string> Arguments(ClusterFolder folder, IReadOnlyDictionary<string, string> overrides)
    {
        var settings = new Dictionary<string, string>(Defaults);
        foreach (var (name, value) in overrides)
            settings[name] = value;
        settings["unix_socket_directories"] = folder.SocketDirectory;
        settings["port"] = ClusterFolder.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return ["-D", folder.Data, .. settings.SelectMany(s => new[] { "-c", $"{s.Key}={s.Value}" })];
    }
}
