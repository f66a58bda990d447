using Microsoft.Extensions.Logging.Console;

namespace Journey.Host.Features.Telemetry;

/// <summary>
/// What the host says goes to standard error, so that standard output keeps the one line with the address. `Journey:Logs` is
/// `json` (one object a line, UTC, with the scopes' correlation id) or `plain`; without it, people at a terminal get plain lines.
/// </summary>
internal static class Logs
{
    public static void AddLogs(this WebApplicationBuilder builder)
    {
        var format = builder.Configuration["Journey:Logs"] is { Length: > 0 } named ? named : Console.IsErrorRedirected ? "json" : "plain";
        if (format is not ("json" or "plain")) throw new EventStore.SetupException($"Journey:Logs is '{format}'; it may be json or plain.");

        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(o =>
        {
            o.FormatterName = format == "json" ? ConsoleFormatterNames.Json : ConsoleFormatterNames.Simple;
            o.LogToStandardErrorThreshold = LogLevel.Trace;
        });
        builder.Logging.AddJsonConsole(o => (o.UseUtcTimestamp, o.TimestampFormat, o.IncludeScopes) = (true, "yyyy-MM-ddTHH:mm:ss.ffffffZ", true));
        builder.Logging.AddSimpleConsole(o => (o.SingleLine, o.TimestampFormat) = (true, "HH:mm:ss "));
        // AddJsonConsole and AddSimpleConsole each choose themselves; the choice made above is the last word.
        builder.Services.PostConfigure<ConsoleLoggerOptions>(o => o.FormatterName = format == "json" ? ConsoleFormatterNames.Json : ConsoleFormatterNames.Simple);

        // ASP.NET's lines for each request repeat its address with the query, which may hold a name somebody searched for.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None); // its scope repeats the path, which may be anything
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning); // the address line says it once
        builder.Logging.Configure(o => o.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
    }
}
