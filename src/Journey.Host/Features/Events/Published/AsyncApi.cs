using System.Text.Json.Nodes;
using Journey.Host.Features.Webhooks;

namespace Journey.Host.Features.Events.Published;

/// <summary>The four ways out of the log as an AsyncAPI 3.0 document: asked for, streamed, posted, published to a broker.</summary>
public static class AsyncApi
{
    public const string Address = "/asyncapi/v1.json";

    // Each way carries every type, by the same envelope.
    private static readonly (string Id, string Address, string Server, string Title, string Meaning)[] Ways =
    [
        ("pull", "/v1/events", "journey", "Pull", "A batch of entries after a position, through a subscription; waits for news when asked to. Content type application/cloudevents-batch+json."),
        ("stream", "/v1/events/stream", "journey", "Server-sent events", "Entries as they come, through a subscription: id is origin/position, event the type, data the CloudEvent. Resumes by Last-Event-ID; journey.log.seen says up to where everything was looked at."),
        ("webhook", "{address}", "subscriber", "Webhook", "One entry in each request to the subscription's address, signed by the Standard Webhooks specification, in order for each subject."),
        ("exchange", "{operator}.{exchange}", "broker", "RabbitMQ", "A durable topic exchange. The routing key is operator.type, such as aspire.journey.stage.entered; the message id is the event id."),
    ];

    public static JsonObject Document()
    {
        // Only: the one way it goes; null: all of them.
        List<(string Key, JsonObject Body, string? Only)> messages =
        [
            .. PublicEvents.All.Select(e => (Key(e.Type), Message(e.Type, e.Title, $"{e.Meaning} {e.When}", EventSchemas.Of(e)), (string?)null)),
            (Key(PublicEvents.Withheld), Message(PublicEvents.Withheld, "Withheld", "An entry without a public form: it takes a position, so that counting works.", null), null),
            (Key(StreamEvents.SeenType), Seen(), "stream"),
            ($"{Key(StreamEvents.SeenType)}Message", NoEntry(StreamEvents.SeenType, "Seen up to here", "No entry of the log: says up to which position everything was looked at.", "position"), "exchange"),
            (Key(Replaying.TestType), NoEntry(Replaying.TestType, "Test", "No entry of the log: sent by hand to see whether the address takes it."), "webhook"),
        ];
        return new JsonObject
        {
            ["asyncapi"] = "3.0.0",
            ["id"] = "urn:journey:events",
            ["info"] = new JsonObject
            {
                ["title"] = "Journey events", ["version"] = PublicEvents.Release, ["description"] = "The published language of participant journeys: CloudEvents 1.0, thin facts with random references, no personal value. Positions are dense: who has every one has missed nothing.",
                ["license"] = new JsonObject { ["name"] = "Apache-2.0", ["url"] = "https://www.apache.org/licenses/LICENSE-2.0" },
                ["contact"] = new JsonObject { ["name"] = "The operator of this host", ["url"] = "https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md" },
                ["tags"] = new JsonArray(new JsonObject { ["name"] = "events" }),
            },
            ["defaultContentType"] = "application/cloudevents+json",
            ["servers"] = new JsonObject
            {
                ["journey"] = new JsonObject { ["host"] = "{host}", ["protocol"] = "https", ["description"] = "This host.", ["variables"] = new JsonObject { ["host"] = new JsonObject { ["description"] = "Host name and port.", ["default"] = "localhost:5080" } }, ["security"] = new JsonArray(Ref("#/components/securitySchemes/token")) },
                ["subscriber"] = new JsonObject { ["host"] = "{subscriber}", ["protocol"] = "https", ["description"] = "The subscriber's own server.", ["variables"] = new JsonObject { ["subscriber"] = new JsonObject { ["description"] = "The host of the subscription's address.", ["default"] = "subscriber.example" } } },
                ["broker"] = new JsonObject { ["host"] = "{broker}", ["protocol"] = "amqp", ["protocolVersion"] = "0.9.1", ["description"] = "The operator's RabbitMQ.", ["variables"] = new JsonObject { ["broker"] = new JsonObject { ["description"] = "The broker's host and port.", ["default"] = "localhost:5672" } } },
            },
            ["channels"] = new JsonObject(Ways.Select(w => KeyValuePair.Create(w.Id, (JsonNode?)Channel(w, messages.Where(m => m.Only is null || m.Only == w.Id).Select(m => m.Key))))),
            ["operations"] = new JsonObject(Ways.Select(w => KeyValuePair.Create($"send{char.ToUpperInvariant(w.Id[0])}{w.Id[1..]}", (JsonNode?)new JsonObject { ["action"] = "send", ["channel"] = Ref($"#/channels/{w.Id}"), ["title"] = w.Title, ["summary"] = w.Meaning }))),
            ["components"] = new JsonObject
            {
                ["messages"] = new JsonObject(messages.Select(m => KeyValuePair.Create(m.Key, (JsonNode?)m.Body))),
                ["schemas"] = new JsonObject { ["envelope"] = Inside(EventSchemas.Envelope()) },
                ["securitySchemes"] = new JsonObject { ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "A token of the role service, which names its subscription, or of feedReader." } },
            },
        };
    }

    /// <summary>A message's name in the document: CloudEvents' dots are no part of a key there.</summary>
    public static string Key(string type) => string.Concat(type.Split('.', '-').Select((part, i) => i == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));

    private static JsonObject Channel((string Id, string Address, string Server, string Title, string Meaning) way, IEnumerable<string> messages)
    {
        var channel = new JsonObject
        {
            ["address"] = way.Address, ["title"] = way.Title, ["description"] = way.Meaning, ["servers"] = new JsonArray(Ref($"#/servers/{way.Server}")),
            ["messages"] = new JsonObject(messages.Select(m => KeyValuePair.Create(m, (JsonNode?)Ref($"#/components/messages/{m}")))),
        };
        if (way.Id == "webhook") channel["parameters"] = new JsonObject { ["address"] = new JsonObject { ["description"] = "The path of the subscription's address." } };
        if (way.Id == "exchange")
        {
            channel["parameters"] = new JsonObject { ["operator"] = new JsonObject { ["description"] = "The operator's id." }, ["exchange"] = new JsonObject { ["description"] = "What the subscription says; journey where it says nothing." } };
            channel["bindings"] = new JsonObject { ["amqp"] = new JsonObject { ["is"] = "routingKey", ["exchange"] = new JsonObject { ["type"] = "topic", ["durable"] = true, ["autoDelete"] = false }, ["bindingVersion"] = "0.3.0" } };
        }
        return channel;
    }

    private static JsonObject Message(string type, string title, string meaning, JsonObject? data)
    {
        var own = new JsonObject { ["type"] = new JsonObject { ["const"] = type } };
        if (data is not null) own["data"] = Inside(data);
        return new JsonObject
        {
            ["name"] = type, ["title"] = title, ["summary"] = meaning, ["contentType"] = "application/cloudevents+json",
            ["payload"] = new JsonObject
            {
                ["allOf"] = new JsonArray(Ref("#/components/schemas/envelope"),
                    new JsonObject { ["type"] = "object", ["properties"] = own, ["required"] = data is null ? new JsonArray("type") : new JsonArray("type", "data") }),
            },
        };
    }

    private static JsonObject Seen() => new()
    {
        ["name"] = StreamEvents.SeenType, ["title"] = "Seen up to here", ["summary"] = "No entry of the log: says up to which position everything was looked at, and where the log ends.", ["contentType"] = "application/json",
        ["payload"] = StreamEvents.SeenSchema(),
    };

    private static JsonObject NoEntry(string type, string title, string meaning, params string[] besides) => new()
    {
        ["name"] = type, ["title"] = title, ["summary"] = meaning, ["contentType"] = "application/cloudevents+json",
        ["payload"] = new JsonObject
        {
            ["type"] = "object", ["properties"] = new JsonObject { ["type"] = new JsonObject { ["const"] = type } },
            ["required"] = new JsonArray([.. new[] { "specversion", "id", "source", "type" }.Concat(besides).Select(r => (JsonNode?)r)]),
        },
    };

    // AsyncAPI 3.0's own schemas are of draft 7: a document inside another one carries neither dialect nor name.
    private static JsonObject Inside(JsonObject schema)
    {
        schema.Remove("$schema");
        schema.Remove("$id");
        return schema;
    }

    private static JsonObject Ref(string to) => new() { ["$ref"] = to };
}
