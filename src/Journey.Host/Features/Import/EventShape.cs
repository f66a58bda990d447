using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Journey.Domain;
using Journey.Domain.Cohorts;
using Journey.Domain.Confidential;
using Journey.Domain.Corrections;
using Journey.Domain.Partners;

namespace Journey.Host.Features.Import;

/// <summary>An event type as a mapping sees it: which stream it goes to, and which fields it has.</summary>
internal sealed class EventShape
{
    private readonly ConstructorInfo constructor;

    private EventShape(string wireName, Type type, string stream)
    {
        (WireName, Stream) = (wireName, stream);
        constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
        Fields = [.. constructor.GetParameters().Select(p => new EventField(p))];
    }

    public string WireName { get; }

    /// <summary>The stream's type, and the kind of id that names it: participant, cohort, organization, employer.</summary>
    public string Stream { get; }

    public IReadOnlyList<EventField> Fields { get; }

    /// <summary>Null for a name that nobody knows, and for corrections, which an import makes itself.</summary>
    public static EventShape? Of(string wireName)
    {
        if (!Wire.TryTypeOf(wireName, out var type) || typeof(ICorrection).IsAssignableFrom(type)) return null;
        var stream = type switch
        {
            _ when typeof(ParticipantEvent).IsAssignableFrom(type) => "participant",
            _ when typeof(CohortEvent).IsAssignableFrom(type) => "cohort",
            _ when typeof(OrganizationEvent).IsAssignableFrom(type) => "organization",
            _ when typeof(EmployerEvent).IsAssignableFrom(type) => "employer",
            _ => null,
        };
        return stream is null ? null : new EventShape(wireName, type, stream);
    }

    /// <param name="values">In the order of <see cref="Fields"/>.</param>
    public JourneyEvent Make(object?[] values) => (JourneyEvent)constructor.Invoke(values);
}

/// <summary>One field of an event, and how text becomes its value.</summary>
internal sealed class EventField
{
    private readonly Type plain;
    private readonly object? otherwise;

    public EventField(ParameterInfo parameter)
    {
        Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
        plain = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var nullable = plain != parameter.ParameterType || new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable;
        Required = !nullable && !parameter.HasDefaultValue;
        otherwise = parameter.HasDefaultValue && parameter.DefaultValue is { } value ? value : null;
    }

    public string Name { get; }

    public bool Required { get; }

    public bool IsSealed => typeof(Sealed).IsAssignableFrom(plain);

    /// <summary>Whether text can say it; a list or a nested record can't be stated by a row.</summary>
    public bool IsSimple => plain == typeof(string) || plain == typeof(int) || plain == typeof(decimal) || plain == typeof(bool) || plain == typeof(DateOnly) || plain.IsEnum || IsId;

    private bool IsId => plain.IsValueType && Array.Exists(plain.GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>));

    public string Expected => plain switch
    {
        _ when plain == typeof(int) => "a whole number",
        _ when plain == typeof(decimal) => "a number",
        _ when plain == typeof(bool) => "true or false",
        _ when plain == typeof(DateOnly) => "a day such as 2014-02-01",
        { IsEnum: true } => "one of " + string.Join(", ", Enum.GetNames(plain)),
        _ when IsId => "an id",
        _ => "text",
    };

    /// <returns>False when the text does not say such a value. Empty text leaves an optional field out.</returns>
    public bool TryParse(string text, out object? value)
    {
        value = otherwise;
        if (text.Length == 0) return !Required;
        switch (plain)
        {
            case var t when t == typeof(string): value = text; return true;
            case var t when t == typeof(int): return Parsed(int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number), number, out value);
            case var t when t == typeof(decimal): return Parsed(decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount), amount, out value);
            case var t when t == typeof(bool): return Parsed(bool.TryParse(text, out var flag), flag, out value);
            case var t when t == typeof(DateOnly): return Parsed(Dates.TryDay(text, out var day), day, out value);
            case { IsEnum: true }: return Enum.TryParse(plain, text, ignoreCase: false, out value) && Enum.IsDefined(plain, value!) && !char.IsAsciiDigit(text[0]);
            // Ids are records with one Guid.
            default: return Parsed(Guid.TryParse(text, out var id), Activator.CreateInstance(plain, id), out value);
        }
    }

    private static bool Parsed(bool well, object? parsed, out object? value)
    {
        value = parsed;
        return well;
    }
}
