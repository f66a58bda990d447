using System.Net.Http.Json;
using Journey.EventStore;

namespace Journey.Torture;

/// <summary>Subscriptions as an administrator opens them, over the whole log.</summary>
internal sealed class Subscribing(HostControl host, string operatorId) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = new Uri(host.Url), DefaultRequestHeaders = { Authorization = new("Bearer", $"dev:{operatorId}:administrator") } };
    private Guid? owner;

    public async Task Open(string name, string delivery, string address)
    {
        owner ??= await Said("organizations", new { id = Guid.CreateVersion7(), name = "Torture", kind = "ServiceProvider" }, Guid.CreateVersion7());
        await Said("subscriptions", new { name, owner, purpose = "torture", delivery, address, from = 0 }, owner.Value);
    }

    private async Task<Guid> Said(string path, object body, Guid answer)
    {
        using var said = await http.PostAsJsonAsync(new Uri($"/v1/{path}", UriKind.Relative), body);
        if (!said.IsSuccessStatusCode) throw new SetupException($"{path}: {await said.Content.ReadAsStringAsync()}");
        return body.GetType().GetProperty("id")?.GetValue(body) is Guid id ? id : answer;
    }

    public void Dispose() => http.Dispose();
}
