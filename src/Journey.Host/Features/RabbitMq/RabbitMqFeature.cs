using Journey.EventStore;

namespace Journey.Host.Features.RabbitMq;

public static class RabbitMqFeature
{
    /// <summary>Without a broker in the settings this host leaves RabbitMQ subscriptions to others.</summary>
    public static void AddRabbitMq(this WebApplicationBuilder builder)
    {
        var broker = new Broker(builder.Configuration);
        if (!broker.IsGiven) return;
        builder.Services.AddSingleton(broker).AddSingleton<Publisher>().AddSingleton<Followers>(services => services.GetRequiredService<Publisher>().Followers);
    }
}
