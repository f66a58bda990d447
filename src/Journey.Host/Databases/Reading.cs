using System.Globalization;
using Journey.EventStore;
using Journey.Host.Api;
using Journey.Host.Features.SignIn;
using Journey.Host.Http;
using Journey.Projections;
using Microsoft.AspNetCore.Authorization;
using Npgsql;

namespace Journey.Host.Databases;

/// <summary>Where an endpoint or a page reads; without this, what only reads may read from a replica.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReadsFromAttribute(Source source) : Attribute
{
    public Source Source => source;
}

/// <summary>Of an endpoint's answer. <see cref="Nowhere"/>: it needs no database of an operator, and works while the operator is away.</summary>
public enum Source { Primary, Nowhere }

/// <summary>
/// The one place that decides which databases a request works on: its operator's, as long as they answer, and for what only reads a
/// replica that holds the caller's own last write. Endpoints find the outcome with <see cref="Recording.Callers"/>.
/// </summary>
internal static class Reading
{
    /// <summary>Names the caller's own last write in a request: the <see cref="Desk.SeqHeader"/> of its answer. Browsers send the cookie.</summary>
    public const string Cookie = "journey-seq";

    public const string SourceHeader = "x-journey-source", AsOfHeader = "x-journey-as-of", PositionHeader = "x-journey-seq-position";

    // Longer than a replica may be behind and still be read from.
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);

    private static readonly (string Name, int Version)[] Models = [.. Shard.All.Where(s => s != Shard.Caseload).Select(s => (s.Name, s.Version))];

    public static void UseOperators(this WebApplication app) => app.Use(Serve);

    private static async Task Serve(HttpContext context, RequestDelegate next)
    {
        var endpoint = context.GetEndpoint()?.Metadata;
        if (SignedInPerson.Of(context.User) is not { } person || endpoint?.GetMetadata<IAllowAnonymous>() is not null || endpoint?.GetMetadata<ReadsFromAttribute>()?.Source == Source.Nowhere)
        {
            await next(context);
            return;
        }
        var (operators, id) = (context.RequestServices.GetRequiredService<Operators>(), new OperatorId(person.Operator));
        if (operators.Find(id) is not { } op) throw operators.FindMissing(id) is { } missing ? Away(id, missing.Problem) : new InvalidOperationException($"No operator {id}.");
        if (op.Availability.Problem is { } problem) throw Away(id, problem);

        // Whoever waits for a database that falls silent is let go when that is noticed, and not when a statement's time is over.
        var aborted = context.RequestAborted;
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        using var told = op.Availability.Gone.UnsafeRegister(static g => ((CancellationTokenSource)g!).CancelApart(), gone);
        context.RequestAborted = gone.Token;
        try
        {
            if (IsReading(context.Request)) await Read(context, next, op, endpoint?.GetMetadata<ReadsFromAttribute>()?.Source != Source.Primary, gone.Token);
            else await Write(context, next, op);
        }
        catch (Exception e) when (!aborted.IsCancellationRequested && (op.Availability.IsAway || IsOutage(e)) && !context.Response.HasStarted) { throw Away(id, op.Availability.Problem ?? "no answer", e); }
        finally { context.RequestAborted = aborted; }
    }

    private static bool IsReading(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    private static async Task Write(HttpContext context, RequestDelegate next, Operator op)
    {
        var view = op.View(replica: false);
        context.Features.Set(view);
        context.Response.OnStarting(() =>
        {
            if (view.Written == 0) return Task.CompletedTask;
            var seq = view.Written.ToString(CultureInfo.InvariantCulture);
            context.Response.Headers.TryAdd(Desk.SeqHeader, seq);
            // A client with a token keeps its own account.
            if (context.Request.Headers.Authorization.Count == 0)
                context.Response.Cookies.Append(Cookie, $"{op.Id}.{seq}", new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, MaxAge = Remembered });
            return Task.CompletedTask;
        });
        await next(context);
    }

    private static async Task Read(HttpContext context, RequestDelegate next, Operator op, bool anywhere, CancellationToken ct)
    {
        var seq = Asked(context.Request, op);
        var held = anywhere && op.Replica is { } replica ? await replica.Holding(seq, Models, ct) : null;
        if (held is null)
        {
            await FromPrimary();
            return;
        }
        context.Features.Set(op.View(replica: true));
        Say(context, "replica", held);
        try { await next(context); }
        // It went away, or had to break a long reading off, in the middle: the whole of it again, from the primary.
        catch (Exception e) when (Chain(e).Any(x => x is NpgsqlException) && !context.Response.HasStarted && !ct.IsCancellationRequested)
        {
            op.Replica!.LeaveAlone();
            context.Response.Clear();
            var services = context.RequestServices;
            await using var scope = services.CreateAsyncScope();
            context.RequestServices = scope.ServiceProvider;
            try { await FromPrimary(); }
            finally { context.RequestServices = services; }
        }

        async Task FromPrimary()
        {
            context.Features.Set(op.View(replica: false));
            Say(context, "primary", seq is null ? null : await Replica.OfPrimary(op, seq, Models, ct));
            await next(context);
        }
    }

    private static void Say(HttpContext context, string source, AsOfState? state)
    {
        var headers = context.Response.Headers;
        headers[SourceHeader] = source;
        if (state is null) return;
        headers[AsOfHeader] = state.AsOf.ToString(CultureInfo.InvariantCulture);
        if (state.Position is { } position) headers[PositionHeader] = position.ToString(CultureInfo.InvariantCulture);
    }

    private static long? Asked(HttpRequest request, Operator op)
    {
        if (request.Headers[Desk.SeqHeader].ToString() is { Length: > 0 } given)
            return long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) && seq > 0 ? seq
                : throw new ProblemException(400, null, $"{Desk.SeqHeader} carries the number of an earlier answer's {Desk.SeqHeader}, unchanged.");
        // Numbers of another operator, for whom the same browser was signed in, say nothing here.
        return request.Cookies[Cookie]?.Split('.') is [var of, var text] && of == op.Id.Value && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var own) ? own : null;
    }

    private static ProblemException Away(OperatorId id, string problem, Exception? inner = null) =>
        new ProblemException(503, "operator.away", $"The databases of {id} do not answer now ({problem}). What was acknowledged is kept; try again in a few seconds.", inner);

    // A record of access that could not be written has an answer of its own.
    private static bool IsOutage(Exception error) => Fault.IsOutage(error) && !Chain(error).Any(e => e is Confidential.AccessNotRecorded);

    private static IEnumerable<Exception> Chain(Exception? error)
    {
        for (; error is not null; error = error.InnerException) yield return error;
    }
}
