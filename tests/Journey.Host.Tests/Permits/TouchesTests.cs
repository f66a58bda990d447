using Journey.Domain.Confidential;
using Journey.Host.Permits;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Journey.Host.Tests.Permits;

/// <summary>Every endpoint and every page says what of people it touches; what says nothing is refused, and fails here.</summary>
public sealed class TouchesTests(UnwrittenHost unwritten)
{
    // The framework's own, which name no policy and so meet the deny-all.
    private static readonly string[] Frameworks = ["GET,HEAD {**path:file}", "GET /_framework/opaque-redirect"];

    internal static IReadOnlyList<(string Name, RouteEndpoint Endpoint)> Guarded(HostUnderTest host) =>
    [
        .. host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(e => ($"{string.Join(",", e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["ANY"])} {e.RoutePattern.RawText}", e)).Where(e => !Frameworks.Contains(e.Item1)),
    ];

    [Fact]
    public async Task Every_route_declares_what_it_touches_as_somebody_has_read_it()
    {
        var routes = Guarded(await unwritten.Host());
        routes.Where(r => r.Endpoint.Metadata.GetMetadata<TouchesAttribute>() is null).Select(r => r.Name).ShouldBeEmpty("say .Touches(…), or @attribute [Touches(…)] on a page");
        var declared = routes.Select(r => $"{Said(r.Endpoint.Metadata.GetMetadata<TouchesAttribute>()!),-28} {r.Name}").Distinct().Order(StringComparer.Ordinal).ToList();
        declared.ShouldBe(await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "golden", "touches.txt")), ignoreOrder: false, customMessage: $"golden/touches.txt:\n{string.Join('\n', declared)}");
    }

    [Fact]
    public async Task A_route_that_names_a_participant_touches_one_and_whatever_changes_something_about_them_writes()
    {
        foreach (var (name, endpoint) in Guarded(await unwritten.Host()))
        {
            var touches = endpoint.Metadata.GetMetadata<TouchesAttribute>()!;
            var person = name.Contains("/participants/{", StringComparison.OrdinalIgnoreCase);
            (touches.What == Touch.Person).ShouldBe(person, name);
            if (person) (touches.Verb == Verb.Write).ShouldBe(!name.StartsWith("GET", StringComparison.Ordinal), name);
        }
    }

    private static string Said(TouchesAttribute touches) =>
        touches.What == Touch.Person ? $"{touches.What} {touches.Verb} {(touches.AnyPart ? "any part" : touches.Part)}" : touches.Verb == Verb.Write ? $"{touches.What} {touches.Verb}" : $"{touches.What}";
}
