using System.Text.Json;
using Journey.Host.Features.SignIn;

namespace Journey.Host.Tests.Api;

public sealed class OpenApiTests(UnwrittenHost unwritten)
{
    /// <summary>Clients are generated from operation ids: the golden file changes only knowingly.</summary>
    [Fact]
    public async Task Every_operation_is_described_and_is_one_of_the_golden_file()
    {
        var host = await unwritten.Host();
        using var client = host.Client(Roles.Service);
        var document = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json")).RootElement;
        var operations = document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject(), (p, o) => (Path: p.Name, Method: o.Name.ToUpperInvariant(), Operation: o.Value)).ToList();
        foreach (var (path, method, operation) in operations)
        {
            var name = $"{method} {path}";
            operation.GetProperty("summary").GetString().ShouldNotBeNullOrWhiteSpace(name);
            operation.GetProperty("security").GetArrayLength().ShouldBe(1, name);
            var responses = operation.GetProperty("responses");
            responses.GetProperty("200").GetProperty("content").EnumerateObject().First().Value.TryGetProperty("schema", out _).ShouldBeTrue(name);
            foreach (var status in new[] { "400", "401", "403", "503" }) responses.GetProperty(status).GetProperty("content").TryGetProperty("application/problem+json", out _).ShouldBeTrue(name);
            if ((method is "POST" or "PUT") && !path.EndsWith("/roles/{role}", StringComparison.Ordinal) && !path.EndsWith("/retry", StringComparison.Ordinal)) operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").TryGetProperty("schema", out _).ShouldBeTrue(name);
        }
        var lines = operations.Select(o => $"{o.Method} {o.Path} {o.Operation.GetProperty("operationId").GetString()}").Order(StringComparer.Ordinal).ToList();
        Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts"));
        await File.WriteAllLinesAsync(Path.Combine(Repository.Root, "artifacts", "operations.txt"), lines);
        lines.ShouldBe(await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "tests", "Journey.Host.Tests", "golden", "operations.txt")));
    }
}
