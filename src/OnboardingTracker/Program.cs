using OnboardingTracker.Features.Errors;
using OnboardingTracker.Features.Gallery;
using OnboardingTracker.Platform.Web;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddReadableHtml();
builder.Services.AddRazorPages(o =>
{
    o.RootDirectory = "/Features";
    o.Conventions.AddGallery(builder.Environment);
});
var app = builder.Build();
app.UseSecurityHeaders(app.Environment);
app.UseErrorPages();
app.UseRouting();
app.MapStaticAssets();
app.MapRazorPages().WithStaticAssets();
app.Run();
