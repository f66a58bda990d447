using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Journey.Domain;
using Journey.EventStore;
using Journey.Host.Api;
using Journey.Host.Databases;
using Journey.Host.Features.Cohorts;
using Journey.Host.Features.Employment;
using Journey.Host.Features.Events;
using Journey.Host.Features.Intake;
using Journey.Host.Features.Participants;
using Journey.Host.Features.Partners;
using Journey.Host.Features.Placement;
using Journey.Host.Features.Programs;
using Journey.Host.Features.Programs.Versions;
using Journey.Host.Features.Subscriptions;
using Journey.Host.Features.Supports;
using Journey.Host.Features.Training;
using Journey.Host.Features.Webhooks;
using Journey.Host.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Journey.Host.Recording;

public static class RecordingFeature
{
    public static void AddRecording(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpContextAccessor();
        builder.Services.TryAddTimeProvider();
        builder.Services.AddSingleton<PublishedPrograms>();
        builder.Services.AddSingleton<Callers>();
        builder.Services.AddSingleton<Journal>();
        builder.Services.AddScoped<Desk>();
        builder.Services.AddScoped<PeopleList>();
        builder.Services.AddHostedService<Sequencers>();
        // In every environment: what does not fit is explained by the one place that answers problems.
        builder.Services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(o =>
        {
            foreach (var converter in Body.Options.Converters) o.SerializerOptions.Converters.Add(converter);
            o.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            // A field that nobody reads is a misspelt one: it is refused instead of lost.
            o.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            o.SerializerOptions.RespectNullableAnnotations = true;
            o.SerializerOptions.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { BadRequests.RequireWhatIsNotNullable } };
            o.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        });
    }

    /// <summary>Every command, one line per feature.</summary>
    public static void MapRecording(this WebApplication app)
    {
        var v1 = app.MapGroup("/v1").AddEndpointFilter(Repetitions).WithMetadata(new ProducesResponseTypeMetadata(200, typeof(CommandAnswer), ["application/json"]));
        v1.MapRegistration();
        v1.MapSurroundings();
        v1.MapAmending();
        v1.MapIntake();
        v1.MapAttendance();
        v1.MapTraining();
        v1.MapTasks();
        v1.MapWaitlist();
        v1.MapPlacement();
        v1.MapEmployment();
        v1.MapSupports();
        v1.MapPartners();
        v1.MapAgreements();
        v1.MapCohorts();
        v1.MapSubscriptions();
    }

    /// <summary>Every question, one line per feature.</summary>
    public static void MapReading(this WebApplication app)
    {
        var v1 = app.MapGroup("/v1");
        v1.MapPeople();
        v1.MapParticipant();
        v1.MapEnrollmentReads();
        v1.MapCohortReads();
        v1.MapTotals();
        v1.MapProgramReads();
        v1.MapVersions();
        v1.MapMigrations();
        v1.MapPartnerReads();
        v1.MapAgreementReads();
        v1.MapEvents();
        v1.MapSubscriptionReads();
        v1.MapWebhooks();
    }

    /// <summary>Bytes of a request's body; more is 413. Held in memory: never in a temporary file, since it holds personal values.</summary>
    public const int LargestBody = 4 << 20;

    /// <summary>
    /// Keeps a body readable again: its hash tells a repetition of an Idempotency-Key from a reuse. Every body, because Kestrel's own
    /// reader gives up on one that is still arriving when the host is asked to stop, and this one doesn't.
    /// </summary>
    public static void UseRepeatableBodies(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != false) context.Request.EnableBuffering(LargestBody, LargestBody);
        // Nothing at all is said as JSON too: routing would pass by whatever takes a body, also one that may be left out.
        else if (context.Request.ContentType is null or "" && (HttpMethods.IsPost(context.Request.Method) || HttpMethods.IsPut(context.Request.Method))) context.Request.ContentType = "application/json";
        return next(context);
    });

    // A repeated request gets its first answer before anything is sealed, opened or decided again.
    private static async ValueTask<object?> Repetitions(EndpointFilterInvocationContext call, EndpointFilterDelegate next) =>
        await call.HttpContext.RequestServices.GetRequiredService<Desk>().Earlier(call.HttpContext.RequestAborted) ?? await next(call);

    private static void TryAddTimeProvider(this IServiceCollection services) =>
        Microsoft.Extensions.DependencyInjection.Extensions.ServiceCollectionDescriptorExtensions.TryAddSingleton(services, TimeProvider.System);
}

/// <summary>One sequencer per operator; hosts take turns by lease.</summary>
internal sealed class Sequencers(Operators operators, ILogger<Sequencers> log) : ForEachOperator(operators)
{
    protected override Task Run(Operator op, string owner, CancellationToken stop) => new Sequencer(op, owner, logger: log).Run(stop);
}
