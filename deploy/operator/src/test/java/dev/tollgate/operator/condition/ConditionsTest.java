package dev.tollgate.operator.condition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.operator.management.Answer;
import dev.tollgate.operator.management.Rejected;
import dev.tollgate.operator.resource.CatalogueStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private static final Instant FIRST = Instant.parse("2026-11-01T12:00:00Z");

    @Test
    void aTransitionIsATimeOfItsOwn() {
        List<Condition> before = Conditions.of(null, 1L, FIRST, List.of(Verdict.unready("Creating", "is being made")));
        CatalogueStatus status = new CatalogueStatus(1L, before, List.of(), null);
        Condition same = Conditions.of(status, 2L, FIRST.plusSeconds(60), List.of(Verdict.unready("Rejected", "no")))
                .getFirst();
        assertThat(same.getLastTransitionTime()).isEqualTo("2026-11-01T12:00:00Z");
        assertThat(same.getReason()).isEqualTo("Rejected");
        assertThat(same.getObservedGeneration()).isEqualTo(2L);
        Condition other = Conditions.of(status, 2L, FIRST.plusSeconds(60), List.of(Verdict.ready("Declared", "yes")))
                .getFirst();
        assertThat(other.getLastTransitionTime()).isEqualTo("2026-11-01T12:01:00Z");
        assertThat(other.getStatus()).isEqualTo("True");
    }

    @Test
    void aRefusalNamesTheFieldInTheResourcesWords() {
        Rejected rejected = new Rejected(new Answer.Refused(400, "must be a URL", "base_url"));
        assertThat(Conditions.of(rejected).message()).isEqualTo("spec.baseUrl: must be a URL");
    }
}
