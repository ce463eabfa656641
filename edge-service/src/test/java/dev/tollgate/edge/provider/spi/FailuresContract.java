package dev.tollgate.edge.provider.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.edge.provider.spi.Exchanges.Answer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every adapter makes of a provider's refusals and breakdowns, with that provider's bytes in
/// `provider/<kind>/errors`.
public abstract class FailuresContract {
    final ProviderAdapter adapter = adapter();
    private final Exchanges answers = new Exchanges(adapter);

    protected abstract ProviderAdapter adapter();

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void whatTheCallerDidWrongIsTold(int status) {
        assertThat(error(status)).isInstanceOfSatisfying(Failure.CallersFault.class, fault -> {
            assertThat(fault.message()).isNotBlank();
            assertThat(fault.contextLength()).isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 402, 403, 404})
    void whatTheProviderRefusesUsIsOurs(int status) {
        assertThat(error(status)).isEqualTo(new Failure.Rejected(status));
    }

    @Test
    void limitsTimeoutsAndBreakdownsAreKnown() {
        assertThat(error(408)).isEqualTo(new Failure.TimedOut());
        assertThat(error(429)).isEqualTo(new Failure.RateLimited(7_000));
        assertThat(error(500)).isEqualTo(new Failure.Broken("500"));
        assertThat(error(503)).isEqualTo(new Failure.Broken("503"));
    }

    @Test
    void ourSecretIsNeverShown() {
        assertThat(new Upstream("u", "m", Exchanges.SECRET, null, 1, Map.of()).toString())
                .doesNotContain(Exchanges.SECRET);
        for (int status : new int[] {401, 403, 500}) {
            Answer answer = answers.answer("errors/" + status + ".http");
            assertThat(answer.body().toString()).contains(Exchanges.SECRET);
            assertThat(error(status).toString()).doesNotContain(Exchanges.SECRET);
        }
    }

    private Failure error(int status) {
        Answer answer = answers.answer("errors/" + status + ".http");
        assertThat(answer.status()).isEqualTo(status);
        return adapter.failure(status, answer.headers()::get, answer.body().getBytes());
    }
}
