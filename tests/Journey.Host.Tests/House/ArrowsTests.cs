using System.Reflection;
using System.Xml.Linq;

namespace Journey.Tests.House;

/// <summary>Who may know whom: Domain → nothing, EventStore → Npgsql, Projections → both, Host → all; never back.</summary>
public sealed class ArrowsTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Journey.Domain"] = [],
        ["Journey.EventStore"] = ["Npgsql"],
        ["Journey.Projections"] = ["Journey.Domain", "Journey.EventStore"],
    };

    [Theory]
    [InlineData("Journey.Domain")]
    [InlineData("Journey.EventStore")]
    [InlineData("Journey.Projections")]
    public void A_project_file_names_only_what_the_arrows_allow(string project)
    {
        var file = XDocument.Load(Path.Combine(Repository.Root, "src", project, project + ".csproj"));
        var named = file.Descendants("ProjectReference").Select(x => Path.GetFileNameWithoutExtension(x.Attribute("Include")!.Value))
            .Concat(file.Descendants("PackageReference").Concat(file.Descendants("FrameworkReference")).Concat(file.Descendants("Reference")).Select(x => x.Attribute("Include")!.Value));
        named.Except(Allowed[project]).ShouldBeEmpty();
        file.Root!.Attribute("Sdk")!.Value.ShouldBe("Microsoft.NET.Sdk");
    }

    // What the compiler wrote down: it would show a reference that came in through a package or a props file as well.
    [Theory]
    [InlineData("Journey.Domain")]
    [InlineData("Journey.EventStore")]
    [InlineData("Journey.Projections")]
    public void An_assembly_refers_only_to_what_the_arrows_allow(string project)
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var referred = Assembly.Load(project).GetReferencedAssemblies().Select(x => x.Name!).Where(x => !File.Exists(Path.Combine(framework, x + ".dll")));
        // Npgsql comes with its logging interface, and Projections hands Npgsql's commands to the store.
        string[] throughNpgsql = project == "Journey.Domain" ? [] : ["Npgsql", "Microsoft.Extensions.Logging.Abstractions"];
        referred.Except(Allowed[project]).Except(throughNpgsql).ShouldBeEmpty();
    }

    [Fact]
    public void No_project_under_src_is_missing_here() =>
        Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(Path.GetFileName).ShouldBe([.. Allowed.Keys, "Journey.Host"], ignoreOrder: true);

    [Fact]
    public void Nobody_but_tests_and_benchmarks_refers_to_the_host()
    {
        foreach (var project in Allowed.Keys)
            Assembly.Load(project).GetReferencedAssemblies().ShouldNotContain(x => x.Name == "journey");
        Assembly.Load("journey").GetReferencedAssemblies().ShouldContain(x => x.Name == "Journey.EventStore");
    }
}
