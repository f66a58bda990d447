using System.Globalization;
using System.Text;
using Journey.Domain.Confidential;

namespace Journey.Domain.Tests.Confidential.Policy;

/// <summary>
/// Every decision that the policy takes, written small: a row of 21 cells for each role, relationship, part and purpose. A cell says on which
/// grounds it is permitted, or why never. Rows that are alike stand once.
/// </summary>
internal static class Matrix
{
    public static readonly Role[] Roles = Enum.GetValues<Role>();
    public static readonly Relationship[] Relationships = Enum.GetValues<Relationship>();
    public static readonly Part[] Parts = Enum.GetValues<Part>();
    public static readonly FieldClass[] Classes = Enum.GetValues<FieldClass>();
    public static readonly Verb[] Verbs = Enum.GetValues<Verb>();
    public static readonly BasisKind[] Bases = Enum.GetValues<BasisKind>();

    /// <summary>Role × relationship × purpose × class × verb.</summary>
    public static int Cells => Roles.Length * Relationships.Length * Purposes.All.Count * Classes.Length * Verbs.Length;

    /// <summary>Each of them for every part of a participant's facts and on every ground.</summary>
    public static int Decisions => Cells * Parts.Length * Bases.Length;

    public const string Legend = """
        Cells: seeing facts in the clear; opening, then writing, by class: none, identity, contact, general, employment, income, justice, health, equity, immigration.
        * permitted, whatever ground there is · c on a consent · a on a consent, or on the application before it · o as their own
        R never for this role · L without this relationship · P not for this purpose · F not of this class or part
        """;

    public static string Text()
    {
        var text = new StringBuilder();
        foreach (var role in Roles)
        {
            if (Alike(Relationships.SelectMany(r => Rows(role, r)))) { Line(text, $"{role}", Rows(role, Relationships[0]).First().Cells); continue; }
            foreach (var relationship in Relationships)
            {
                if (Alike(Rows(role, relationship))) { Line(text, $"{role} / {relationship}", Rows(role, relationship).First().Cells); continue; }
                foreach (var part in Parts)
                    foreach (var row in Rows(role, relationship).Where(r => r.Part == part).GroupBy(r => r.Cells))
                        Line(text, $"{role} / {relationship} / {part} / {(row.Count() > 1 ? "other purposes" : row.Single().Purpose)}", row.Key);
            }
        }
        return text.ToString();
    }

    private static IEnumerable<(Part Part, string Purpose, string Cells)> Rows(Role role, Relationship relationship) =>
        Parts.SelectMany(part => Purposes.All.Select(purpose => (part, purpose, Row(role, relationship, part, purpose))));

    private static string Row(Role role, Relationship relationship, Part part, string purpose)
    {
        string Of(Verb verb) => string.Concat(Classes.Select(c => Cell(role, relationship, purpose, verb, c, part)));
        // Seeing sealed classes and opening what is not sealed are never permitted: told once for all of them.
        return $"{Of(Verb.See)[0]} {Of(Verb.Open)} {Of(Verb.Write)}";
    }

    public static char Cell(Role role, Relationship relationship, string purpose, Verb verb, FieldClass @class, Part part)
    {
        var reasons = Bases.ToDictionary(b => b, b => Grants.Refusal(role, relationship, purpose, verb, @class, part, b));
        var permitted = Bases.Where(b => reasons[b] is null).ToList();
        return permitted switch
        {
            [] => reasons.Values.Distinct().Single() switch { Reasons.Role => 'R', Reasons.Relationship => 'L', Reasons.Purpose => 'P', Reasons.Field => 'F', var other => throw new InvalidOperationException($"{other}, whatever the ground") },
            _ when permitted.Count == Bases.Length => '*',
            [BasisKind.Consent] => 'c',
            [BasisKind.Consent, BasisKind.Application] => 'a',
            [BasisKind.OwnData] => 'o',
            _ => throw new InvalidOperationException($"No letter for {string.Join(", ", permitted)}."),
        };
    }

    private static bool Alike(IEnumerable<(Part, string, string Cells)> rows) => rows.Select(r => r.Cells).Distinct().Count() == 1;

    private static void Line(StringBuilder text, string what, string cells) => text.AppendLine(CultureInfo.InvariantCulture, $"{what,-60} {cells}");
}
