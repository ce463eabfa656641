package dev.tollgate.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.util.Optional;
import java.util.function.Supplier;

/// How whoever speaks to billing takes it when there is no answer.
interface Client {
    /// Calls until there is an answer, each time with the same content.
    Response call(Supplier<Response> call);

    /// Calls once.
    Optional<Response> tryTo(Supplier<Response> call);

    /// Does what has no answer, and is done again another time if it fails.
    void run(Runnable work);

    /// Whether the next one gives up after its first call.
    boolean isImpatient();

    /// Each call is answered.
    final class Calm implements Client {
        @Override
        public Response call(Supplier<Response> call) {
            Response answer = call.get();
            assertThat(answer.statusCode()).as(answer.asString()).isLessThan(500);
            return answer;
        }

        @Override
        public Optional<Response> tryTo(Supplier<Response> call) {
            return Optional.of(call(call));
        }

        @Override
        public void run(Runnable work) {
            work.run();
        }

        @Override
        public boolean isImpatient() {
            return false;
        }
    }
}
