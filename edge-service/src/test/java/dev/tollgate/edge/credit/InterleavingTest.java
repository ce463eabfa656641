package dev.tollgate.edge.credit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.LeaseAnswers.LeaseAnswer;
import dev.tollgate.contract.billing.v1.LeaseAsks;
import dev.tollgate.contract.billing.v1.LeaseAsks.Need;
import dev.tollgate.edge.peers.LeaseBooks;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// A lease and billing's books, step by step in any order: asks, answers that come, come late or get lost,
/// reservations, extensions, settlements, releases, usage that is posted, renewals, recalls, and the lease's end.
class InterleavingTest {
    private static final String EDGE = "edge";
    private static final String ACCOUNT = "acct";
    private static final long BALANCE = 100_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LeaseBooks billing = new LeaseBooks();
    private final Deque<Long> unposted = new ArrayDeque<>();
    private final List<Long> holds = new ArrayList<>();
    private Lease lease = new Lease(new LeaseKey(ACCOUNT, List.of()), 1, 0);
    private long charged;
    private long now;

    @Property(tries = 400)
    void rule2ReservationsNeverExceedWhatBillingHoldsAndNothingIsNegativeOrLeaks(@ForAll long seed) {
        InterleavingTest run = new InterleavingTest();
        run.billing.gift(ACCOUNT, BALANCE);
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            run.step(random);
            run.check();
        }
        run.end(random);
    }

    private void step(Random random) {
        now += random.nextLong(100_000_000);
        switch (random.nextInt(11)) {
            case 0 -> ask(random, random.nextInt(3));
            case 1 -> answer(random.nextBoolean());
            case 2 -> reserve(random.nextLong(1, 3_000));
            case 3 -> extend(random);
            case 4 -> settle(random);
            case 5 -> release(random);
            case 6 -> post();
            case 7 -> lease.giveBack = true;
            case 8 -> lapse();
            case 9 -> close();
            default -> lease.forceRenewal();
        }
    }

    private void ask(Random random, int needs) {
        for (int i = 0; i < needs; i++) {
            long bound = random.nextLong(1, 20_000);
            long least = random.nextLong(1, bound + 1);
            long learned = random.nextBoolean() ? 0 : random.nextLong(least, bound + 1);
            lease.waiting.add(new Waiter(new Need(bound, learned, least), false, Promise.promise()));
        }
        if (lease.asked == null) {
            lease.ask(now);
        }
    }

    /// Billing always hears it; the edge hears the answer or asks again under the same number.
    private void answer(boolean lost) {
        if (lease.asked == null) {
            return;
        }
        LeaseAnswer answer = billing.answer(new LeaseAsks(EDGE, 1, List.of(lease.asked)), true)
                .answers()
                .getFirst();
        if (lost) {
            return;
        }
        boolean closing = lease.closing;
        lease.answered(answer);
        for (long grant : answer.grants()) {
            if (grant > 0) {
                lease.book.grantReserved(grant);
                holds.add(grant);
            }
        }
        if (closing) {
            lease = new Lease(lease.key, 1, now);
        }
    }

    private void reserve(long amount) {
        if (lease.reserve(lease.book, amount, now)) {
            holds.add(amount);
        }
    }

    private void extend(Random random) {
        if (!holds.isEmpty() && lease.reserve(lease.book, 500, now)) {
            int at = random.nextInt(holds.size());
            holds.set(at, holds.get(at) + 500);
        }
    }

    private void settle(Random random) {
        if (!holds.isEmpty()) {
            long hold = holds.remove(random.nextInt(holds.size()));
            long charge = random.nextLong(hold + 1);
            lease.book.settle(hold, charge);
            unposted.add(charge);
            charged += charge;
        }
    }

    private void release(Random random) {
        if (!holds.isEmpty()) {
            lease.book.release(holds.remove(random.nextInt(holds.size())));
        }
    }

    private void post() {
        Long charge = unposted.poll();
        if (charge != null) {
            ObjectNode done = JSON.createObjectNode().put("charge", charge);
            done.putObject("subject").put("accountId", ACCOUNT);
            billing.charge(EDGE, 1, done);
        }
    }

    /// The hold ends at billing: no request is left by then, and nothing may be reserved for long.
    private void lapse() {
        if (holds.isEmpty() && unposted.isEmpty() && lease.asked == null) {
            lease.forceRenewal();
            billing.release(ACCOUNT);
        }
    }

    private void close() {
        if (unposted.isEmpty() && lease.asked == null && lease.waiting.isEmpty() && lease.retire()) {
            lease.ask(now);
        }
    }

    private void check() {
        LeaseBook book = lease.book;
        long reserved = holds.stream().mapToLong(Long::longValue).sum();
        long spentAndNotPosted = unposted.stream().mapToLong(Long::longValue).sum();
        assertThat(book.reserved()).isEqualTo(reserved);
        assertThat(book.available()).isNotNegative();
        assertThat(book.left()).isEqualTo(book.available() + reserved);
        assertThat(billing.free(ACCOUNT)).isNotNegative();
        // What billing holds covers all that runs and all that is under way to it.
        assertThat(reserved + spentAndNotPosted).isLessThanOrEqualTo(billing.held(ACCOUNT));
        assertThat(billing.uncollected(ACCOUNT)).isZero();
        assertThat(billing.violations()).isEmpty();
    }

    private void end(Random random) {
        while (!holds.isEmpty()) {
            settle(random);
        }
        while (!unposted.isEmpty()) {
            post();
        }
        while (lease.asked != null) {
            answer(false);
            holds.forEach(lease.book::release);
            holds.clear();
        }
        assertThat(lease.retire()).isTrue();
        lease.ask(now);
        answer(true);
        answer(false);
        assertThat(billing.held(ACCOUNT)).isZero();
        assertThat(billing.free(ACCOUNT)).isEqualTo(BALANCE - charged);
    }
}
