using Journey.Host.Features.Import;

namespace Journey.Host.Tests.Import;

public sealed class MappingFileTests
{
    [Fact]
    public void The_shipped_mappings_are_read()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "imports"), "*.yaml"))
            MappingFile.Read(file, File.ReadAllText(file), path => Features.Programs.ProgramFile.Read(path, File.ReadAllText(path)).Definition!).Inputs.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("mapping: small", "mapping: small\ncolour: red", MappingCodes.UnknownKey, 2, "'colour'")]
    [InlineData("mapping: small", "", MappingCodes.MissingKey, 2, "'mapping' is missing")]
    [InlineData("id: small-operator", "id: Small Operator", MappingCodes.Value, 2, "no operator id")]
    [InlineData("version: 1", "version: 2", MappingCodes.Program, 3, "version 1")]
    [InlineData("id: oulad", "id: other", MappingCodes.Program, 3, "'oulad'")]
    [InlineData("event: enrollment_opened", "event: enrolment_opened", MappingCodes.UnknownEvent, 30, "'enrolment_opened'")]
    [InlineData("event: enrollment_opened", "event: entry_amended", MappingCodes.UnknownEvent, 30, "'entry_amended'")]
    [InlineData("fields: {stage: module}", "fields: {phase: module}", MappingCodes.UnknownField, 32, "no field 'phase'")]
    [InlineData("fields: {stage: module}", "fields: {}", MappingCodes.MissingField, 32, "needs 'stage'")]
    [InlineData("fields: {stage: module}", "fields: {stage: moduel}", MappingCodes.Value, 32, "no stage 'moduel'")]
    [InlineData("{P: Completed, W: Withdrawn}", "{P: Completed, W: Gone}", MappingCodes.Value, 42, "'Gone' is no kind")]
    [InlineData("{reference: {reference: participant}}", "{reference: {reference: participant}, givenName: {column: person}}", MappingCodes.SealedField, 29, "'givenName' is a sealed value")]
    [InlineData("{value: entered}, recorded", "{value: started}, recorded", MappingCodes.UnknownName, 30, "'started'")]
    [InlineData("input: results, on: [person, group]", "input: marks, on: [person, group]", MappingCodes.UnknownName, 21, "no such input")]
    [InlineData("input: results, on: [person, group]", "input: results, on: [person]", MappingCodes.Value, 21, "key of 2 columns")]
    [InlineData("{lookup: outcome,", "{lookup: outcomes,", MappingCodes.UnknownName, 41, "'outcomes'")]
    [InlineData("{column: result.result}", "{column: marks.result}", MappingCodes.UnknownName, 41, "'marks'")]
    [InlineData("when: {not: {empty: {column: left}}}", "when: {absent: {column: left}}", MappingCodes.UnknownKey, 34, "'absent' is no condition")]
    [InlineData("{date: {column: entered},", "{datum: {column: entered},", MappingCodes.UnknownKey, 24, "'datum'")]
    [InlineData("zone: America/Halifax}\n    earliest", "zone: Atlantis/Halifax}\n    earliest", MappingCodes.Value, 25, "no time zone")]
    [InlineData("event: offer_accepted", "event: enrollment_opened", MappingCodes.Duplicate, 31, "already the id")]
    [InlineData("occurred: \"\"", "recorded: \"\"", MappingCodes.MissingKey, 38, "'occurred' is missing")]
    [InlineData("tables:", "tables: &anchor", MappingCodes.Yaml, 4, "anchors")]
    public void A_wrong_mapping_is_refused_with_place_problem_and_what_was_expected(string right, string wrong, string code, int line, string problem)
    {
        var at = Source.Mapping.IndexOf(right, StringComparison.Ordinal);
        at.ShouldBeGreaterThanOrEqualTo(0, right);
        var refused = Should.Throw<MappingRefused>(() => Source.Read(string.Concat(Source.Mapping.AsSpan(0, at), wrong, Source.Mapping.AsSpan(at + right.Length))));
        var finding = refused.Findings.FirstOrDefault(f => f.Code == code).ShouldNotBeNull(refused.Message);
        finding.Line.ShouldBe(line, finding.ToString());
        finding.Problem.ShouldContain(problem);
        finding.Column.ShouldBeGreaterThan(0);
        finding.Expected.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_column_that_the_file_lacks_is_refused_at_its_place_before_anything_is_appended()
    {
        using var source = await Source.New();
        var refused = await Should.ThrowAsync<MappingRefused>(() => source.Import(entries: Source.Entries.Replace("updated", "changed", StringComparison.Ordinal)));
        var finding = refused.Findings.ShouldHaveSingleItem();
        (finding.Code, finding.Line).ShouldBe((MappingCodes.UnknownColumn, 36));
        finding.Expected.ShouldContain("changed");
        (await source.Events()).ShouldBe(0);
    }
}
