using System.Text.Json.Serialization.Metadata;
using Journey.Domain;
using Journey.Host.Api;
using Journey.Host.Features.SignIn;
using Journey.Host.Permits;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Journey.Host.Features.OpenApi;

/// <summary>The API's own description at <c>/openapi/v1.json</c>: operations, schemas, problems, who may.</summary>
public static class OpenApiFeature
{
    private static readonly (string Status, string Meaning)[] Always = [("400", "The request does not fit; the detail says what and where."), ("401", "Nobody is signed in."), ("403", "Not for this role, or not this person."), ("503", "A record of access could not be written, or the database is away.")];

    private static readonly (string Status, string Meaning)[] Commands = [("404", "What it is about is not there."), ("409", "A rule refuses; the code says which one."), ("412", "The version in If-Match is not the current one."), ("422", "The Idempotency-Key came with another body before.")];

    public static void AddOpenApiDocument(this WebApplicationBuilder builder) => builder.Services.AddOpenApi("v1", o =>
    {
        o.ShouldInclude = d => d.RelativePath?.StartsWith("v1/", StringComparison.Ordinal) == true;
        o.AddSchemaTransformer((schema, context, _) =>
        {
            AsText(schema, context.JsonTypeInfo);
            return Task.CompletedTask;
        });
        o.AddOperationTransformer(Describe);
        o.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "Journey", Version = "v1", Description = "Participant journeys through workforce programs: commands, questions on two clocks, and the feed of events." };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
            document.Components.SecuritySchemes["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" };
            document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
            document.Components.Schemas["Problem"] = Problem;
            foreach (var operation in document.Paths.Values.SelectMany(p => p.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>()))
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
            return Task.CompletedTask;
        });
    });

    public static void MapOpenApiDocument(this WebApplication app) => app.MapOpenApi("/openapi/{documentName}.json").RequireAuthorization(Policies.SignedIn).Touches(Touch.Nobody);

    private static OpenApiSchema Problem => new()
    {
        Type = JsonSchemaType.Object, Description = "RFC 9457 problem details.", Required = new HashSet<string>(["type", "title", "status", "code"], StringComparer.Ordinal),
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["type"] = new OpenApiSchema { Type = JsonSchemaType.String }, ["title"] = new OpenApiSchema { Type = JsonSchemaType.String }, ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String }, ["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Stable." }, ["correlationId"] = new OpenApiSchema { Type = JsonSchemaType.String },
        },
    };

    private static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var command = context.Description.HttpMethod != "GET";
        operation.Responses ??= [];
        foreach (var (status, meaning) in command ? Always.Concat(Commands) : Always.Append(Commands[0]))
        {
            operation.Responses[status] = new OpenApiResponse
            {
                Description = meaning,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference("Problem", context.Document) } },
            };
        }
        if (command && operation.OperationId != "searchParticipants")
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(Header("Idempotency-Key", "Makes the request repeatable: the same key and body get the first answer, byte for byte."));
            operation.Parameters.Add(Header("If-Match", "The ETag of an earlier answer: refused with 412 when the stream has moved on."));
        }
        var policy = context.Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().Select(a => a.Policy).LastOrDefault();
        if (policy is not null) operation.Description = $"{operation.Description} Policy: {policy}.".TrimStart();
        return Task.CompletedTask;
    }

    private static OpenApiParameter Header(string name, string meaning) => new() { Name = name, In = ParameterLocation.Header, Description = meaning, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

    // Ids and times have converters of their own, which the schema's generator can't look into.
    private static void AsText(OpenApiSchema schema, JsonTypeInfo type)
    {
        var of = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (of.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>))) (schema.Type, schema.Format) = (JsonSchemaType.String, "uuid");
        else if (of == typeof(When)) (schema.Type, schema.Description) = (JsonSchemaType.String, "An instant with its offset, a day (2026-03-04), a month (2026-03) or \"unknown\".");
        else return;
        schema.Properties = null;
    }
}
