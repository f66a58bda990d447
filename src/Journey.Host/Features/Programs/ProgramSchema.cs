using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Journey.Host.Features.Programs.Reading;

namespace Journey.Host.Features.Programs;

/// <summary>The format of a program definition as JSON Schema, drawn from <see cref="ProgramFile"/>; docs/schema holds a copy for editors.</summary>
public static class ProgramSchema
{
    public const string Address = "/schemas/program.json";

    // Relaxed: é stays é. Nothing here is put into a page.
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Json { get; } = Write();

    public static void MapProgramSchema(this IEndpointRouteBuilder app) =>
        app.MapGet(Address, (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "public, max-age=3600";
            return TypedResults.Text(Json, "application/schema+json");
        }).AllowAnonymous().ExcludeFromDescription();

    private static string Write()
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "A Journey program definition",
            ["description"] = "Programs as data: stages, gates, criteria, follow-ups. `journey lint FILE` checks what a schema cannot: references, guards, the order of stages.",
        };
        foreach (var (key, value) in ProgramFile.Sketch()) schema[key] = value?.DeepClone();
        schema["properties"]!["tests"] = ExampleSchema.Of(schema["properties"]!["tests"]!["description"]!.GetValue<string>());
        schema["$defs"] = Section.Kinds();
        return schema.ToJsonString(Layout) + "\n";
    }
}
