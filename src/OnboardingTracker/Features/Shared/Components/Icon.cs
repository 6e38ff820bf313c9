using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Html;

namespace OnboardingTracker.Features.Shared.Components;

/// <summary>A drawing from the sprite, for the eye only: the words stand beside it or in the button's label.</summary>
public sealed class Icon(string name, string spriteUrl) : IHtmlContent
{
    private static readonly object ItemKey = new();

    /// <summary>The sprite's fingerprinted address where the endpoint knows it.</summary>
    public static string SpriteUrl(HttpContext context)
    {
        if (context.Items[ItemKey] is string known)
        {
            return known;
        }

        var assets = context.GetEndpoint()?.Metadata.GetMetadata<ResourceAssetCollection>();
        var url = context.Request.PathBase + "/" + (assets?["img/icons.svg"] ?? "img/icons.svg");
        context.Items[ItemKey] = url;
        return url;
    }

    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        writer.Write("<svg class=\"icon\" width=\"16\" height=\"16\" aria-hidden=\"true\"><use href=\"");
        encoder.Encode(writer, spriteUrl);
        writer.Write('#');
        encoder.Encode(writer, name);
        writer.Write("\"/></svg>");
    }
}
