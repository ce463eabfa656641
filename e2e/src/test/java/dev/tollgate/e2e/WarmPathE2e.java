package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// How many inner calls a warm request makes: counted by the edge itself, not guessed by the time it takes.
class WarmPathE2e {
    private static final int REQUESTS = 40;
    private static final String BODY = Ask.plain("demo", "Hello!", 32);
    private static final String CALLS = "tollgate_peer_calls_seconds_count";
    /// What the edge does by the clock or after a request, and no request waits for.
    private static final Set<String> BACKGROUND = Set.of(
            "changes",
            "health_reports",
            "catalogue",
            "price_list",
            "usage",
            "open_epoch",
            "close_epoch",
            "corrections",
            "renewals",
            "slice_returns");
    /// A slice is good for 200 ms, and asked for again when it runs low.
    private static final double SLICES_PER_SECOND = 1_000 / 200.0 * 2;

    private final Suite suite = Suite.running();

    @Test
    void aKeyWithoutLimitsMakesNoInnerCall() {
        Suite.Customer customer = suite.customer(Suite.CREDIT, "");
        assertThat(callsOfWarmRequests(customer)).isEmpty();
    }

    @Test
    void aKeyWithLargeLimitsCallsForSlicesOfTimeNotForRequests() {
        Suite.Customer customer = suite.customer(Suite.CREDIT, "\"limits\":{\"rpm\":60000,\"tpm\":90000000}");
        long begun = System.nanoTime();
        Map<String, Double> calls = callsOfWarmRequests(customer);
        double seconds = (System.nanoTime() - begun) / 1e9;
        assertThat(calls.keySet()).isSubsetOf("slices");
        assertThat(calls.getOrDefault("slices", 0.0))
                .as("slices of two limits in %s s", seconds)
                .isLessThanOrEqualTo(2 * (seconds * SLICES_PER_SECOND + 1));
    }

    @Test
    void aKeyWithSmallLimitsMakesOneCallAndToRatelimit() {
        // More at once than there are requests: one whose permit is still on its way back costs a second call.
        Suite.Customer customer =
                suite.customer(Suite.CREDIT, "\"limits\":{\"rpm\":100,\"tpm\":20000,\"concurrency\":50}");
        assertThat(callsOfWarmRequests(customer)).containsOnlyKeys("permit").containsEntry("permit", (double) REQUESTS);
    }

    @Test
    void anUnknownKeyNeedsTwoRoundsOneToAuthAndOneToRatelimitAndBillingTogether() {
        Suite.Customer customer = suite.customer(Suite.CREDIT, "\"limits\":{\"rpm\":100}");
        Counts before = suite.metrics("edge");
        ask(customer, 1);
        assertThat(calls(before, suite.metrics("edge")))
                .containsOnlyKeys("introspect", "permit", "leases")
                .allSatisfy((call, count) -> assertThat(count).as(call).isEqualTo(1));
    }

    private Map<String, Double> callsOfWarmRequests(Suite.Customer customer) {
        ask(customer, 3);
        Counts before = suite.metrics("edge");
        ask(customer, REQUESTS);
        return calls(before, suite.metrics("edge"));
    }

    private void ask(Suite.Customer customer, int count) {
        IntStream.range(0, count)
                .forEach(i -> assertThat(suite.ask(1, customer.secret(), BODY).statusCode())
                        .isEqualTo(200));
    }

    /// Calls that a request waits for, by name; those that were not made are left out.
    private static Map<String, Double> calls(Counts before, Counts after) {
        Map<String, Double> calls = new TreeMap<>();
        for (String call : after.values(CALLS, "call")) {
            double made = after.since(before, CALLS, "call=\"" + call + "\"");
            if (made > 0 && !BACKGROUND.contains(call)) {
                calls.put(call, made);
            }
        }
        return calls;
    }
}
