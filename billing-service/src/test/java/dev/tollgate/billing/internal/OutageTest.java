package dev.tollgate.billing.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class OutageTest {
    @Test
    void knowsALostConnectionAnywhereInTheChain() {
        assertThat(Outage.isDatabaseAway(new CompletionException(new ConnectException("refused"))))
                .isTrue();
        assertThat(Outage.isDatabaseAway(ClosedConnectionException.INSTANCE)).isTrue();
        assertThat(Outage.isDatabaseAway(new PgException("shut down", "FATAL", "57P01", "")))
                .isTrue();
    }

    @Test
    void knowsAPoolThatIsTooBusyAndATransactionThatGaveWay() {
        assertThat(Outage.isDatabaseAway(new ConnectionPoolTooBusyException("500 wait")))
                .isTrue();
        assertThat(Outage.isDatabaseAway(new PgException("deadlock detected", "ERROR", "40P01", "")))
                .isTrue();
    }

    @Test
    void takesNoFaultOfOursForAnOutage() {
        assertThat(Outage.isDatabaseAway(new IllegalStateException(new NullPointerException())))
                .isFalse();
        assertThat(Outage.isDatabaseAway(new PgException("check", "ERROR", "23514", "")))
                .isFalse();
    }
}
