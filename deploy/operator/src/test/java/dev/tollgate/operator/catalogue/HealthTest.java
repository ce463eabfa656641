package dev.tollgate.operator.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final Health REFUSED = new Health("open", "401", 5, 5);
    private static final Health WELL = new Health("well", "", 5, 0);
    private static final Health FULL = new Health("cooling", "429", 5, 5);

    @Test
    void oneRefusalIsEnough() {
        assertThat(Health.ofCredential(List.of(WELL, REFUSED), false).state()).isFalse();
    }

    @Test
    void anAnswerShowsThatItIsTaken() {
        assertThat(Health.ofCredential(List.of(WELL), true).state()).isTrue();
    }

    @Test
    void otherFailuresSayNothingOfIt() {
        assertThat(Health.ofCredential(List.of(FULL), false).state()).isNull();
    }

    @Test
    void whatWasRefusedStaysSoUntilItIsSeenToBeTaken() {
        assertThat(Health.ofCredential(List.of(), true).state()).isFalse();
        assertThat(Health.ofCredential(List.of(), false).state()).isNull();
    }
}
