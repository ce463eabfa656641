package dev.tollgate.billing.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class DatabaseOutageTest {
    @Test
    void knowsALostConnectionAnywhereInTheChain() {
        assertThat(new DatabaseOutage().isToldBy(new CompletionException(new ConnectException("refused"))))
                .isTrue();
        assertThat(new DatabaseOutage().isToldBy(ClosedConnectionException.INSTANCE))
                .isTrue();
        assertThat(new DatabaseOutage().isToldBy(new PgException("shut down", "FATAL", "57P01", "")))
                .isTrue();
    }

    @Test
    void knowsAPoolThatIsTooBusyAndATransactionThatGaveWay() {
        assertThat(new DatabaseOutage().isToldBy(new ConnectionPoolTooBusyException("500 wait")))
                .isTrue();
        assertThat(new DatabaseOutage().isToldBy(new PgException("deadlock detected", "ERROR", "40P01", "")))
                .isTrue();
    }

    @Test
    void takesNoFaultOfOursForAnOutage() {
        assertThat(new DatabaseOutage().isToldBy(new IllegalStateException(new NullPointerException())))
                .isFalse();
        assertThat(new DatabaseOutage().isToldBy(new PgException("check", "ERROR", "23514", "")))
                .isFalse();
    }
}
