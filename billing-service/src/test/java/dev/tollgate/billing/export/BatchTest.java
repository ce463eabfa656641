package dev.tollgate.billing.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.export.Batch.Verdict;
import dev.tollgate.billing.export.Delivery.Acknowledged;
import dev.tollgate.billing.export.Delivery.Reason;
import dev.tollgate.billing.export.Delivery.Refused;
import dev.tollgate.billing.export.Delivery.Unfinished;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class BatchTest {
    @Property(tries = 300)
    void everyRowIsDoneSetAsideOrSentAgainAndNoAccountSkipsOne(@ForAll("fates") List<Fate> fates) {
        List<Message> messages = new ArrayList<>();
        for (Fate fate : fates) {
            messages.add(new Message(messages.size(), fate.account(), "{}"));
        }
        Verdict verdict = new Batch(messages, List.of())
                .judge(fates.stream().map(Fate::delivery).toList());
        TreeSet<Long> done = new TreeSet<>(verdict.acknowledged());
        List<Long> aside = verdict.refused().stream().map(Batch.Refusal::seq).toList();
        assertThat(done.stream().filter(aside::contains)).isEmpty();
        for (int i = 0; i < fates.size(); i++) {
            Fate fate = fates.get(i);
            boolean behind = fates.subList(0, i).stream()
                    .anyMatch(
                            other -> other.account().equals(fate.account()) && other.delivery() instanceof Unfinished);
            assertThat(done.contains((long) i)).isEqualTo(fate.delivery() instanceof Acknowledged && !behind);
            assertThat(aside.contains((long) i)).isEqualTo(fate.delivery() instanceof Refused);
        }
        assertThat(verdict.trouble() != null)
                .isEqualTo(fates.stream().anyMatch(fate -> fate.delivery() instanceof Unfinished));
    }

    @Provide
    Arbitrary<List<Fate>> fates() {
        Arbitrary<Delivery> delivery = Arbitraries.of(
                new Acknowledged(), new Acknowledged(), new Refused(Reason.REFUSED, ""), new Unfinished("timeout"));
        return Combinators.combine(Arbitraries.of("a", "b", "c"), delivery)
                .as(Fate::new)
                .list()
                .ofMaxSize(20);
    }

    @Test
    void whatCannotBeAMessageIsSetAsideWithItsReason() {
        Batch batch = Batch.of(List.of(
                new Pending(1, null, 0), new Pending(2, null, 9_000_000), new Pending(3, "{\"request_id\": 7}", 17)));
        assertThat(batch.messages()).isEmpty();
        assertThat(batch.judge(List.of()).refused())
                .extracting(one -> one.seq() + " " + one.why().reason())
                .containsExactly("1 GONE", "2 TOO_LARGE", "3 UNREADABLE");
    }

    record Fate(String account, Delivery delivery) {}
}
