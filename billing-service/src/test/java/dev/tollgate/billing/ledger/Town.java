package dev.tollgate.billing.ledger;

import static dev.tollgate.billing.TestBooks.inner;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.Stage;
import dev.tollgate.billing.TestBooks;
import dev.tollgate.billing.TestClock;
import dev.tollgate.billing.gift.GiftRounds;
import dev.tollgate.billing.lease.LeaseRounds;
import dev.tollgate.billing.payment.PaymentRounds;
import dev.tollgate.billing.payment.StripeProfile;
import dev.tollgate.local.fake.stripe.FakeStripe;
import dev.tollgate.local.fake.stripe.FakeStripeSettings;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Some accounts with their limits, some codes, and a Stripe of their own: what all [Actor]s share.
final class Town implements AutoCloseable {
    static final long CREDIT = 1_000_000_000L;
    private static final int ROUNDS_MAX = 40;

    final Stage stage;
    final Rounds rounds;
    final FakeStripe stripe = FakeStripe.start(
            new FakeStripeSettings(StripeProfile.KEY, List.of(StripeProfile.SECRET), null, null), StripeProfile.port());
    final Truth truth = new Truth();
    final List<String> accounts;
    final List<String> limits;
    final List<String> codes;
    /// Events that billing has acknowledged.
    final Set<String> told = ConcurrentHashMap.newKeySet();

    Town(Stage stage, Rounds rounds, int size) {
        this.stage = stage;
        this.rounds = rounds;
        accounts = Stream.generate(TestBooks::newAccount).limit(size).sorted().toList();
        accounts.forEach(account -> {
            stage.gift(account, CREDIT);
            truth.isGiven(onlyGift(account), CREDIT);
        });
        limits = accounts.stream()
                .map(account -> stage.limit(account, 30 * CREDIT, "total"))
                .toList();
        codes = inner().body(Map.of(
                        "name",
                        "town",
                        "amount",
                        Long.toString(3 * CREDIT),
                        "codes",
                        4,
                        "max_uses",
                        2,
                        "credit_days",
                        1))
                .post("/internal/v1/redemption-batches")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("codes");
    }

    private String onlyGift(String account) {
        return stage.sql(
                        "SELECT t.reference FROM ledger_transaction t JOIN ledger_entry e ON e.transaction_id = t.id"
                                + " WHERE e.account_id = $1",
                        account)
                .iterator()
                .next()
                .getString(0);
    }

    String account(int nth) {
        return accounts.get(nth % accounts.size());
    }

    /// No limit, or the account's.
    List<String> limits(int account, boolean limited) {
        return limited ? List.of(limits.get(account % limits.size())) : List.of();
    }

    /// All that is due is done: events are told, refunds sent, and what edges held is free again.
    void comesToRest(Actor actor) {
        for (int round = 0; round < 4; round++) {
            rounds.clock.moveBy(Duration.ofMinutes(16));
            await(rounds.payments.autoTopUps());
            await(rounds.payments.refunds());
            actor.play(new Step.TellAll());
        }
        endLeases();
        expireGifts();
    }

    void endLeases() {
        int ended = IntStream.range(0, ROUNDS_MAX)
                .map(_ -> await(rounds.leases.expire()))
                .filter(round -> round == 0)
                .findFirst()
                .orElse(-1);
        assertThat(ended).as("rounds of expiry come to an end").isZero();
    }

    void expireGifts() {
        long left = IntStream.range(0, ROUNDS_MAX)
                .mapToLong(_ -> await(rounds.gifts.expire(rounds.clock.instant())))
                .filter(round -> round == 0)
                .findFirst()
                .orElse(-1);
        assertThat(left).as("rounds of expiry come to an end").isZero();
    }

    /// Nothing is lost, and nothing is there twice.
    void agrees() {
        Invariants.hold(stage, accounts);
        truth.agreesOnGifts(stage, accounts);
        truth.agreesOnUsage(stage, accounts);
    }

    /// As above, of a town at rest: nothing is held, and Stripe says the same.
    void agreesAtRest() {
        agrees();
        Truth.agreesWithStripe(stage, stripe, accounts);
        Object ids = accounts.toArray(String[]::new);
        assertThat(stage.number("SELECT sum(held)::bigint FROM account WHERE id = ANY ($1::text[])", ids))
                .as("held")
                .isZero();
        assertThat(stage.number("""
                        SELECT count(*) FROM refund r JOIN payment p ON p.id = r.payment_id
                        WHERE p.account_id = ANY ($1::text[]) AND r.status = 'held'
                        """, ids)).as("refunds that nobody sent").isZero();
        assertThat(stage.number("""
                        SELECT count(*) FROM payment_event e JOIN payment p ON p.id = e.payment_id
                        WHERE p.account_id = ANY ($1::text[]) AND e.outcome = 'unfit'
                        """, ids))
                .as("events that contradict the books")
                .isZero();
    }

    private static <T> T await(Uni<T> work) {
        return work.await().indefinitely();
    }

    @Override
    public void close() {
        stripe.close();
    }

    /// What else goes on by itself, at the town's own time.
    @Singleton
    static final class Rounds {
        final TestClock clock;
        final LeaseRounds leases;
        final GiftRounds gifts;
        final PaymentRounds payments;

        Rounds(TestClock clock, LeaseRounds leases, GiftRounds gifts, PaymentRounds payments) {
            this.clock = clock;
            this.leases = leases;
            this.gifts = gifts;
            this.payments = payments;
        }
    }
}
