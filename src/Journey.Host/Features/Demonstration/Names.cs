namespace Journey.Host.Features.Demonstration;

/// <summary>Invented names, plausible in Nova Scotia. Nobody is meant.</summary>
internal static class Names
{
    /// <summary>The last one declines the coach's service.</summary>
    public static readonly IReadOnlyList<(string Name, string Industry, string Contact)> Employers =
    [
        ("Kestrel Cove Composites", "326", "Wendell Rafuse"), ("Tern Island Machining", "332", "Solange Pothier"), ("Blue Heron Cabinetry", "337", "Gordie Eisnor"),
        ("Foggy Point Foods", "311", "Anneke Vandermeer"), ("Spruce Ledge Packaging", "322", "Leroy Skinner"), ("Granite Tide Fabricators", "332", "Phil Himmelman"),
    ];

    /// <summary>The graduated cohort, the first of them the one who signs in as participant.</summary>
    public static readonly IReadOnlyList<(string Given, string Family)> Graduated =
    [
        ("Amélie", "Thériault"), ("Dwayne", "Cromwell"), ("Tyler", "Knockwood"), ("Ngozi", "Okafor-Eze"), ("Rhéal", "d’Entremont"), ("Shannon", "MacLellan"),
        ("Yusuf", "Al-Khatib"), ("Mackenzie", "Sylliboy"), ("Oksana", "Zelenko"), ("Brody", "Chisholm"), ("Keisha", "Tynes-Beals"), ("Siobhán", "O'Handley"),
        ("Luc-André", "Comeau"), ("Thuy", "Nguyen-Tran"),
    ];

    public static readonly IReadOnlyList<(string Given, string Family)> InTraining =
    [
        ("Étienne", "Boudreau"), ("Kateri", "Googoo"), ("Hamza", "Siddiqui"), ("Jolene", "MacIsaac"), ("Marc", "Amirault"), ("Blessing", "Adeyemi"), ("Cody", "Gloade"),
        ("Fatima", "Rahmani"), ("Rosalie", "Deveau"), ("Jermaine", "Downeyville"), ("Gurpreet", "Sandhu"), ("Ashley", "Battiste"), ("Colin", "O'Rourke"), ("Selam", "Tesfaye"),
    ];

    public static readonly IReadOnlyList<(string Given, string Family)> Interleaved =
    [
        ("Noémie", "Saulnier"), ("Levi", "Prosper-Toney"), ("Arjun", "Fernandes"), ("Brigitte", "Surette"), ("Tariq", "Haddadin"), ("Megan", "Lohnes"), ("Chidi", "Nwachukwu"),
        ("Isabela", "Castillo"), ("Donovan", "Augustine"), ("Zoë", "LeBlanc-Muise"), ("Petro", "Kovalenko"), ("Hannah", "D'Eon"), ("Ryan", "Gaudet"),
    ];

    /// <summary>People who applied, or only asked, and hold no seat; and a second record of one of the graduates.</summary>
    public static readonly IReadOnlyList<(string Given, string Family)> Others =
    [
        ("Danielle", "Cormier"), ("Omar", "Bensalah"), ("Trudy", "Hennigar"), ("Pauline", "Marshall-Denny"), ("Rico", "Villanueva"), ("Gisèle", "Bourgeois"), ("Travis", "Crouse"),
    ];

    public static IEnumerable<string> OfPeople => Graduated.Concat(InTraining).Concat(Interleaved).Concat(Others).SelectMany(n => new[] { n.Given, n.Family });
}
