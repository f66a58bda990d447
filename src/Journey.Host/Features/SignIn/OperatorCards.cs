namespace Journey.Host.Features.SignIn;

/// <summary>What pages say of an operator. <paramref name="Label"/> says where the data come from ("invented data"), when that must be said.</summary>
public sealed record OperatorCard(string Id, string Name, string? Label);

/// <summary>The operators this host serves, as the sign-in page and every page's header name them.</summary>
public sealed class OperatorCards(Func<IReadOnlyList<OperatorCard>> list)
{
    public IReadOnlyList<OperatorCard> All => list();

    public OperatorCard? Find(string id) => All.FirstOrDefault(o => o.Id == id);
}
