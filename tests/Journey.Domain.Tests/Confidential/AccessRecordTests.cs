using System.Text;
using Journey.Domain.Confidential;

namespace Journey.Domain.Tests.Confidential;

public class AccessRecordTests
{
    private static readonly Guid Id = new("0190d000-0000-7000-8000-000000000001"), Nonce = new("11111111-2222-3333-4444-555555555555");
    private static readonly Guid User = new("0190d000-0000-7000-8000-0000000000aa"), Organization = new("0190d000-0000-7000-8000-0000000000bb");
    private static readonly Subject A = new(new("0190d000-0000-7000-8000-00000000000a")), B = new(new("0190d000-0000-7000-8000-00000000000b"));
    private static readonly DateTimeOffset At = new(2026, 3, 4, 5, 6, 7, 891, 234, TimeSpan.FromHours(-4));

    private static readonly Access Viewing = new(
        new Actor(User, Organization, ["caseManager"], null, "s1", "web", "127.0.0.1"), "participant.view", "care",
        new Basis(BasisKind.Consent, "0190d000-0000-7000-8000-0000000000cc", 2), new Resource("participant", A.Id.ToString(), 12), Trace: "4bf92f3577b34da6a3ce929d0e0e4736");

    [Fact]
    public void The_log_entry_of_an_access_never_changes_its_form() =>
        Encoding.UTF8.GetString(AccessRecord.Allow(Id, Nonce, At, Viewing, [B, A, A], [FieldClass.Contact, FieldClass.Identity], ["givenName", "email", "email"]).Entry()).ShouldBe(
            """["journey/access/v1","0190d000-0000-7000-8000-000000000001","11111111-2222-3333-4444-555555555555","2026-03-04T09:06:07.891234Z",["0190d000-0000-7000-8000-0000000000aa","0190d000-0000-7000-8000-0000000000bb",["caseManager"],null,"s1","web","127.0.0.1"],"participant.view","care",["0190d000-0000-7000-8000-00000000000a","0190d000-0000-7000-8000-00000000000b"],["participant","0190d000-0000-7000-8000-00000000000a",12],["identity","contact"],["email","givenName"],["Consent","0190d000-0000-7000-8000-0000000000cc",2],"allowed",null,null,null,null,"4bf92f3577b34da6a3ce929d0e0e4736",null]""");

    [Fact]
    public void The_log_entry_of_a_denied_search_never_changes_its_form() =>
        Encoding.UTF8.GetString(AccessRecord.Deny(Id, Nonce, At, Viewing with
        {
            Actor = new Actor(null, null, []), Basis = new Basis(BasisKind.None), Trace = null, Recipient = "r\"é",
            Query = new Query("people.byName", ["dG9rZW4="], 0), Export = Organization, Text = Invented.Sealed("why"),
        }, "relationship", [], [FieldClass.Identity]).Entry()).ShouldBe(
            """["journey/access/v1","0190d000-0000-7000-8000-000000000001","11111111-2222-3333-4444-555555555555","2026-03-04T09:06:07.891234Z",[null,null,[],null,null,null,null],"participant.view","care",[],["participant","0190d000-0000-7000-8000-00000000000a",12],["identity"],[],["None",null,null],"denied","relationship",["people.byName",["dG9rZW4="],0],"r\u0022\u00E9","0190d000-0000-7000-8000-0000000000bb",null,{"k":"0190d000-0000-7000-8000-00000000000a","c":"general","v":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==","m":"@"}]"""
            .Replace("@", Convert.ToBase64String(Invented.Sealed("why").Mac), StringComparison.Ordinal));

    [Fact]
    public void A_thousand_subjects_fit_into_one_record_and_far_more_are_refused()
    {
        AccessRecord.Allow(Id, Nonce, At, Viewing, People(1_000), [FieldClass.Identity], ["givenName"]).Entry().Length.ShouldBeLessThan(AccessRecord.LargestEntry);
        Should.Throw<InvalidOperationException>(() => AccessRecord.Allow(Id, Nonce, At, Viewing, People(2_000), [], []).Entry());

        static IEnumerable<Subject> People(int count) => Enumerable.Range(0, count).Select(_ => new Subject(Guid.NewGuid()));
    }
}
