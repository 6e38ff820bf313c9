using System.Reflection;
using System.Runtime.Loader;

/// <summary>
/// Lets the published app find this assembly, which is not among its own: .NET calls it before the app's Main
/// (<c>DOTNET_STARTUP_HOOKS</c>), so that the floor is measured in the very process that is measured.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        var floor = typeof(StartupHook).Assembly;
        AssemblyLoadContext.Default.Resolving += (_, name) => name.Name == floor.GetName().Name ? floor : null;
    }
}
