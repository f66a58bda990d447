using Journey.Domain.Subscriptions;
using static Journey.Domain.Subscriptions.Subscribing;

namespace Journey.Domain.Tests.Subscriptions;

public sealed class SubscribingTests
{
    private const string Address = "https://college.example/journey";
    private static readonly SubscriptionOpened Webhook = new(new(Story.G(1)), "College", new(Story.G(2)), "credential-registry", new(["journey.graduated"], [], []), Delivery.Webhook, Address, 40);
    private static readonly SubscriptionOpened Pull = Webhook with { Delivery = Delivery.Pull, Address = null };
    private static readonly DateTimeOffset Now = Story.Moment("2026-05-01T12:00Z");

    private static Told Given(params SubscriptionEvent[] history) => new(Subscription.Fold(history), null);

    private sealed record Told(Subscription State, Decision? Decision)
    {
        public Told When(Func<Subscription, Decision> decide) => this with { Decision = decide(State) };

        public void Then(JourneyEvent happened) => Decision.ShouldBeOfType<Decision.Accepted>().Events.ShouldBe([happened]);

        public void ThenNothing() => Decision.ShouldBeOfType<Decision.Nothing>();

        public void ThenRefused(string code) => Decision.ShouldBeOfType<Decision.Refused>().Code.ShouldBe(code);
    }

    [Fact] public void A_subscription_is_opened_once() => Given().When(s => Open(s, Webhook)).Then(Webhook);

    [Fact] public void Opening_it_twice_is_once() => Given(Webhook).When(s => Open(s, Webhook)).ThenNothing();

    [Fact] public void Another_one_under_the_same_id_is_refused() => Given(Webhook).When(s => Open(s, Webhook with { Name = "School" })).ThenRefused("subscription.exists");

    [Fact] public void It_has_a_name() => Given().When(s => Open(s, Webhook with { Name = " " })).ThenRefused("subscription.name");

    [Theory, InlineData("what it is for"), InlineData(""), InlineData("Registry")]
    public void Its_purpose_is_a_code(string purpose) => Given().When(s => Open(s, Webhook with { Purpose = purpose })).ThenRefused("subscription.purpose");

    [Fact] public void It_begins_at_a_position_that_can_be() => Given().When(s => Open(s, Webhook with { From = -1 })).ThenRefused("subscription.position");

    [Theory]
    [InlineData(null), InlineData(""), InlineData("/journey"), InlineData("ftp://college.example/"), InlineData("https://"), InlineData("https://me:word@college.example/"),
     InlineData("https://college.example/#top"), InlineData("javascript:alert(1)"), InlineData("https://@college.example/")]
    public void A_webhook_has_an_address_on_the_web_without_a_user_and_a_fragment(string? address)
    {
        Given().When(s => Open(s, Webhook with { Address = address })).ThenRefused("subscription.address");
        if (address is not null) Given(Webhook).When(s => ChangeAddress(s, address)).ThenRefused("subscription.address");
    }

    [Fact] public void Who_asks_has_no_address() => Given().When(s => Open(s, Pull with { Address = Address })).ThenRefused("subscription.no-address");

    [Fact] public void Who_asks_can_be_given_none() => Given(Pull).When(s => ChangeAddress(s, Address)).ThenRefused("subscription.no-address");

    [Theory, InlineData("amq.topic"), InlineData("a b"), InlineData("")]
    public void An_exchange_has_a_name_of_its_own(string exchange) => Given().When(s => Open(s, Webhook with { Delivery = Delivery.RabbitMq, Address = exchange })).ThenRefused("subscription.address");

    [Fact] public void A_broker_has_an_exchange_it_uses_by_itself()
    {
        var opening = Webhook with { Delivery = Delivery.RabbitMq, Address = null };
        Given().When(s => Open(s, opening)).Then(opening);
    }

    [Fact] public void It_moves_to_another_address() => Given(Webhook).When(s => ChangeAddress(s, Address + "/2")).Then(new SubscriptionAddressChanged(Address + "/2"));

    [Fact] public void Its_own_address_is_no_change() => Given(Webhook).When(s => ChangeAddress(s, Address)).ThenNothing();

    [Fact] public void It_gets_more_from_now_on() => Given(Webhook).When(s => ChangeScope(s, SubscriptionScope.All)).Then(new SubscriptionScopeChanged(SubscriptionScope.All));

    [Fact] public void The_same_scope_is_no_change() => Given(Webhook).When(s => ChangeScope(s, new(["journey.graduated"], [], []))).ThenNothing();

    [Fact] public void It_is_paused_with_a_reason() => Given(Webhook).When(s => Pause(s, ByHand)).Then(new SubscriptionPaused(ByHand));

    [Fact] public void A_pause_is_not_paused_again() => Given(Webhook, new SubscriptionPaused("gone")).When(s => Pause(s, ByHand)).ThenNothing();

    [Fact] public void It_goes_on() => Given(Webhook, new SubscriptionPaused(ByHand)).When(Resume).Then(new SubscriptionResumed());

    [Fact] public void What_goes_on_is_not_resumed() => Given(Webhook).When(Resume).ThenNothing();

    [Fact] public void It_is_sent_again_from_a_position() => Given(Webhook).When(s => Replay(s, 12, 80)).Then(new SubscriptionReplayed(12));

    [Theory, InlineData(-1), InlineData(81)]
    public void It_is_not_sent_again_from_a_position_that_the_log_has_not(long from) => Given(Webhook).When(s => Replay(s, from, 80)).ThenRefused("subscription.position");

    [Fact] public void Who_asks_replays_by_asking() => Given(Pull).When(s => Replay(s, 0, 80)).ThenRefused("subscription.pull");

    [Fact]
    public void A_replay_is_counted_and_begins_where_it_was_told()
    {
        var s = Subscription.Fold([Webhook, new SubscriptionReplayed(12), new SubscriptionReplayed(3)]);
        (s.Replays, s.ReplayFrom, s.From, s.Earliest).ShouldBe((2, 3, 40, 3));
    }

    [Fact]
    public void What_it_got_under_an_earlier_scope_is_not_forgotten()
    {
        var narrow = SubscriptionScope.All with { Programs = ["plain"] };
        var s = Subscription.Fold([Webhook, new SubscriptionScopeChanged(narrow), new SubscriptionScopeChanged(narrow with { Types = ["journey.graduated"] })]);
        s.EarlierScopes.ShouldBe([Webhook.Scope, narrow]);
    }

    [Fact] public void A_new_secret_leaves_the_old_one_a_day() => Given(Webhook).When(s => RotateSecret(s, Story.G(9), Now, UsualOverlap)).Then(new SubscriptionSecretRotated(Story.G(9), Now.AddDays(1)));

    [Theory, InlineData(59), InlineData(7 * 24 * 60 + 1)]
    public void An_old_secret_signs_on_for_an_hour_to_a_week(int minutes) => Given(Webhook).When(s => RotateSecret(s, Story.G(9), Now, TimeSpan.FromMinutes(minutes))).ThenRefused("subscription.overlap");

    [Fact] public void Who_asks_has_nothing_signed() => Given(Pull).When(s => RotateSecret(s, Story.G(9), Now, UsualOverlap)).ThenRefused("subscription.unsigned");

    [Fact] public void A_deletion_is_acknowledged() => Given(Webhook).When(s => AcknowledgeDeletion(s, Story.G(5), true)).Then(new DeletionAcknowledged(Story.G(5)));

    [Fact] public void Acknowledged_twice_is_once() => Given(Webhook, new DeletionAcknowledged(Story.G(5))).When(s => AcknowledgeDeletion(s, Story.G(5), true)).ThenNothing();

    [Fact] public void What_nobody_asked_to_delete_is_not_acknowledged() => Given(Webhook).When(s => AcknowledgeDeletion(s, Story.G(5), false)).ThenRefused("deletion.unknown");

    [Fact] public void A_deletion_is_acknowledged_after_the_end_too() => Given(Webhook, new SubscriptionEnded()).When(s => AcknowledgeDeletion(s, Story.G(5), true)).Then(new DeletionAcknowledged(Story.G(5)));

    [Fact] public void It_ends() => Given(Webhook, new SubscriptionPaused(ByHand)).When(End).Then(new SubscriptionEnded());

    [Fact] public void Ending_it_twice_is_once() => Given(Webhook, new SubscriptionEnded()).When(End).ThenNothing();

    [Fact]
    public void After_the_end_nothing_is_changed_any_more()
    {
        var ended = Given(Webhook, new SubscriptionEnded());
        foreach (var decide in Changes) ended.When(decide).ThenRefused("subscription.ended");
    }

    [Fact]
    public void What_was_never_opened_can_not_be_changed()
    {
        foreach (var decide in (Func<Subscription, Decision>[])[.. Changes, End, s => AcknowledgeDeletion(s, Story.G(5), true)]) Given().When(decide).ThenRefused("subscription.unknown");
    }

    private static Func<Subscription, Decision>[] Changes =>
        [s => ChangeAddress(s, Address), s => ChangeScope(s, SubscriptionScope.All), s => Pause(s, ByHand), Resume, s => Replay(s, 0, 9), s => RotateSecret(s, Story.G(9), Now, UsualOverlap)];
}
