package dev.tollgate.billing.limit;

import static dev.tollgate.billing.TestBooks.inner;
import static dev.tollgate.billing.TestBooks.newAccount;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/// Whoever holds a connection and waits for another waits for ever when all do: more calls at once than there are
/// connections are answered all the same.
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class ManyAtOnceServiceTest {
    private static final String PATH = "/internal/v1/spend-limits";

    @ConfigProperty(name = "quarkus.datasource.reactive.max-size")
    int connections;

    @Test
    void asManyLimitsAreMade() throws InterruptedException {
        String account = newAccount();
        assertThatAllAreAnswered(() -> make(account));
    }

    @Test
    void asManyQuestionsForOneLimitAreAnswered() throws InterruptedException {
        String id = make(newAccount()).jsonPath().getString("id");
        assertThatAllAreAnswered(() -> inner().get(PATH + "/" + id));
    }

    @Test
    void asManyQuestionsForAListAreAnswered() throws InterruptedException {
        String account = newAccount();
        make(account);
        assertThatAllAreAnswered(() -> inner().get(PATH + "?account_id=" + account));
    }

    /// None waits longer for a connection than the pool lets it: that is a 503.
    private void assertThatAllAreAnswered(Callable<Response> call) throws InterruptedException {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Response>> answers = callers.invokeAll(Collections.nCopies(4 * connections, call));
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.get().statusCode()).isEqualTo(200));
        }
    }

    private static Response make(String account) {
        return inner().body(Map.of("account_id", account, "amount", "1000", "period", "day"))
                .post(PATH);
    }
}
