using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace OnboardingTracker.Features.Gallery;

/// <summary>The components on one page, for those who build pages. It exists in Development only.</summary>
public static class GalleryFeature
{
    public static void AddGallery(this PageConventionCollection conventions, IHostEnvironment environment)
    {
        conventions.AddFolderRouteModelConvention(
            "/Gallery",
            page =>
            {
                if (!environment.IsDevelopment())
                {
                    page.Selectors.Clear();
                }
            }
        );
    }
}
