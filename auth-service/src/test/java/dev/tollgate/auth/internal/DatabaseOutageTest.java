package dev.tollgate.auth.internal;

import static org.assertj.core.api.Assertions.assertThat;

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
    }

    @Test
    void takesNoFaultOfOursForAnOutage() {
        assertThat(new DatabaseOutage().isToldBy(new IllegalStateException(new NullPointerException())))
                .isFalse();
    }
}
