using Journey.Host.Confidential;
using Journey.EventStore;
using Journey.Host.Pages;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace Journey.Host.Http;

/// <summary>
/// The one place that turns what went wrong into an answer: RFC 9457 problem details with a stable <c>code</c> for programs, a
/// readable page for people. Codes are contracts; a golden file holds them.
/// </summary>
public static class Problems
{
    public static readonly IReadOnlyDictionary<int, string> Codes = new Dictionary<int, string>
    {
        [400] = "request.invalid",
        [401] = "sign-in.required",
        [403] = "access.denied",
        [404] = "not-found",
        [405] = "method.not-allowed",
        [406] = "representation.not-acceptable",
        [409] = "conflict",
        [412] = "precondition.failed",
        [413] = "request.too-large",
        [415] = "media-type.unsupported",
        [422] = "request.unprocessable",
        [428] = "precondition.required",
        [429] = "requests.too-many",
        [500] = "unexpected",
        [503] = "unavailable",
    };

    /// <summary>An answer for an endpoint to return: <c>Problems.Of(409, "cohort.full", "…")</c>. <paramref name="detail"/> names no person.</summary>
    public static ProblemHttpResult Of(int status, string code, string? detail = null, IReadOnlyDictionary<string, object?>? more = null)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = code };
        foreach (var (key, value) in more ?? new Dictionary<string, object?>()) extensions[key] = value;
        return TypedResults.Problem(detail, statusCode: status, extensions: extensions);
    }

    public static void AddProblems(this WebApplicationBuilder builder) => builder.Services.AddProblemDetails(o => o.CustomizeProblemDetails = context =>
    {
        var problem = context.ProblemDetails;
        problem.Extensions.Remove("traceId");
        problem.Extensions.TryAdd("code", Codes.GetValueOrDefault(problem.Status ?? 500, "unexpected"));
        problem.Extensions["correlationId"] = context.HttpContext.CorrelationId();
        problem.Type = $"urn:journey:problem:{problem.Extensions["code"]}";
    });

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            // The framework would log the exception's text, which may quote a person's values: Write logs what it was and where.
            SuppressDiagnosticsCallback = _ => true,
            ExceptionHandler = context => Write(context, context.Features.Get<IExceptionHandlerFeature>()!.Error),
        });
        app.UseStatusCodePages(context => Write(context.HttpContext, null));
    }

    /// <summary>Whether a person looks at a page; everything under /v1, and whoever doesn't ask for HTML, gets JSON.</summary>
    public static bool WantsPage(this HttpRequest request) =>
        !request.Path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase) && !request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase)
        && request.Headers.Accept.Any(a => a?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);

    static async Task Write(HttpContext context, Exception? error)
    {
        var problem = error is null ? new ProblemException(context.Response.StatusCode) : Known(error);
        context.Response.StatusCode = problem.Status;
        if (problem.Status == 503) context.Response.Headers.RetryAfter = "5";
        if (error is not null && problem.Status >= 500) Log(context, error, problem.Status);
        // The page that failed has used this request's renderer: the answer gets one of its own.
        await using var scope = context.RequestServices.CreateAsyncScope();
        context.RequestServices = scope.ServiceProvider;
        if (context.Request.WantsPage())
            await new RazorComponentResult<ProblemDocument>(new { problem.Status }).ExecuteAsync(context);
        else
        {
            // Whoever asks the API for HTML gets JSON all the same: the service writes none for that Accept.
            context.Request.Headers.Accept = "application/problem+json";
            await context.RequestServices.GetRequiredService<IProblemDetailsService>().WriteAsync(new()
            {
                HttpContext = context,
                ProblemDetails = new ProblemDetails { Status = problem.Status, Detail = problem.Detail, Extensions = { ["code"] = problem.Code } },
            });
        }
    }

    static void Log(HttpContext context, Exception error, int status)
    {
        var types = new List<string>();
        for (var inner = error; inner is not null; inner = inner.InnerException) types.Add(inner is PostgresException e ? $"{nameof(PostgresException)} {e.SqlState}" : inner.GetType().Name);
        context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Problems))
            .LogError("Answered {Status} because of {Exception} at {Where}", status, string.Join(" < ", types), error.StackTrace);
    }

    static ProblemException Known(Exception error) => error switch
    {
        ProblemException problem => problem,
        BadHttpRequestException bad => BadRequests.Explain(bad),
        ConcurrencyConflict => new(409),
        StreamNotFound => new(404),
        StreamArchived => new ProblemException(409, "stream.archived", "This is closed for good; it can still be read."),
        CommandKeyReused => new ProblemException(422, "idempotency.reused", "This Idempotency-Key came with another body before. Use a new key for a new request."),
        TextNotStorable text => new(400, null, text.Message),
        PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire } => new(400, null, "A character in the request cannot stand in a text."),
        AccessNotRecorded => new(503, "access.not-recorded"),
        NpgsqlException and not PostgresException => new(503),
        _ when Fault.IsOutage(error) => new(503),
        SubjectErased => new(410, "subject.erased"),
        Features.Events.NewerEvent newer => new ProblemException(503, "events.newer-host", $"{newer.Message} A newer host does: ask again."),
        // The text of any other exception may quote a value; it goes to the log's care, never into an answer.
        _ => new(500),
    };
}
