namespace Journey.Host.Tests.Browser;

/// <summary>Width, dark, language: each width, each theme and each language in every run; the other combinations with --all.</summary>
public static class Looks
{
    public static IEnumerable<TheoryDataRow<int, bool, string>> All =>
    [
        new(1280, false, "en-CA"),
        new(390, true, "fr-CA"),
        new TheoryDataRow<int, bool, string>(1280, true, "fr-CA").WithTrait("Category", "Long"),
        new TheoryDataRow<int, bool, string>(390, false, "en-CA").WithTrait("Category", "Long"),
    ];
}
