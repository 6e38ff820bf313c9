using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace OnboardingTracker.Features.Import;

/// <summary>
/// A form with a file, read as it arrives: its fields first, then the file as a stream. The framework would put a file of a gigabyte
/// on this machine's disk before the first line of ours ran.
/// </summary>
internal sealed class UploadedForm
{
    private const int LongestField = 16 << 10;
    private const int MostFields = 20;

    private readonly Dictionary<string, StringValues> _fields = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>As the browser calls it; empty where none was chosen.</summary>
    public string FileName { get; private set; } = "";

    public Stream File { get; private set; } = Stream.Null;

    public bool IsChecked(string field) => _fields.TryGetValue(field, out var values) && values.Contains("true");

    /// <summary>Reads up to the file. The fields become the request's form, where the antiforgery check looks for its token.</summary>
    public static async Task<UploadedForm> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        var form = new UploadedForm();
        if (
            MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= 200 } boundary
        )
            await form.ReadAsync(new MultipartReader(boundary, request.Body), cancellation);
        request.HttpContext.Features.Set<IFormFeature>(new FormFeature(new FormCollection(form._fields)));
        return form;
    }

    private async Task ReadAsync(MultipartReader parts, CancellationToken cancellation)
    {
        while (_fields.Count < MostFields && await parts.ReadNextSectionAsync(cancellation) is { } part)
        {
            if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition))
                continue;
            if (disposition.IsFileDisposition())
            {
                var name = disposition.FileNameStar.HasValue
                    ? disposition.FileNameStar
                    : HeaderUtilities.RemoveQuotes(disposition.FileName);
                FileName = Path.GetFileName(name.Value ?? "");
                File = part.Body;
                return;
            }
            var field = HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
            _fields[field] = StringValues.Concat(_fields.GetValueOrDefault(field), await TextAsync(part.Body, cancellation));
        }
    }

    private static async Task<string> TextAsync(Stream body, CancellationToken cancellation)
    {
        var buffer = new byte[LongestField];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}

/// <summary>Keeps the framework from reading the form before the page does.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ReadsFormItselfAttribute : Attribute, IResourceFilter
{
    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        context.ValueProviderFactories.RemoveType<FormValueProviderFactory>();
        context.ValueProviderFactories.RemoveType<FormFileValueProviderFactory>();
        context.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
    }

    public void OnResourceExecuted(ResourceExecutedContext context) { }
}
