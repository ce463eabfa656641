package dev.tollgate.inner.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.api.Test;

class PostgresOutageTest {
    @Test
    void knowsALostConnectionAnywhereInTheChain() {
        assertThat(Stream.of(
                        new CompletionException(new ConnectException("refused")),
                        ClosedConnectionException.INSTANCE,
                        refused("57P01")))
                .allMatch(PostgresOutage::isToldBy);
    }

    @Test
    void knowsAPoolThatIsTooBusyOrCloses() {
        assertThat(Stream.of(
                        new ConnectionPoolTooBusyException("500 wait"),
                        new NoStackTraceThrowable("Timeout"),
                        new CompletionException(new VertxException("Pool closed", true))))
                .allMatch(PostgresOutage::isToldBy);
    }

    @Test
    void knowsWhatTookTooLongOrGaveWay() {
        assertThat(Stream.of(
                        new TimeoutException("5 s"),
                        refused("57014"),
                        refused("55P03"),
                        new CompletionException(refused("40P01"))))
                .allMatch(PostgresOutage::isToldBy);
    }

    @Test
    void takesNoFaultOfOursForAnOutage() {
        assertThat(Stream.of(new IllegalStateException(new NullPointerException()), refused("23514")))
                .noneMatch(PostgresOutage::isToldBy);
    }

    private static PgException refused(String state) {
        return new PgException("refused", "ERROR", state, "");
    }
}
