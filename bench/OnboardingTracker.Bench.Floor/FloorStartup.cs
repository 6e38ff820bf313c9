using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OnboardingTracker.Bench.Floor;

[assembly: HostingStartup(typeof(FloorStartup))]

namespace OnboardingTracker.Bench.Floor;

/// <summary>Answers <c>/floor/today</c>, <c>/floor/board</c> and <c>/floor/signal</c> in front of the app's own pipeline.</summary>
public sealed class FloorStartup : IHostingStartup, IStartupFilter
{
    public void Configure(IWebHostBuilder builder) => builder.ConfigureServices(services => services.AddSingleton<IStartupFilter>(this));

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.Use(
                async (http, inner) =>
                {
                    var page = http.Request.Path.Value switch
                    {
                        "/floor/today" => FloorPages.TodayAsync,
                        "/floor/board" => FloorPages.BoardAsync,
                        "/floor/signal" => FloorSignals.StoreAsync,
                        _ => (Func<NpgsqlDataSource, HttpContext, Task>?)null,
                    };
                    if (page is null)
                        await inner(http);
                    else
                        await page(http.RequestServices.GetRequiredService<NpgsqlDataSource>(), http);
                }
            );
            next(app);
        };
}
