package dev.tollgate.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void followsThePortBase() {
        Ports ports = Ports.from(9000, 3);

        assertThat(List.of(
                        "edge",
                        "console",
                        "auth",
                        "routing",
                        "billing",
                        "ratelimit",
                        "demo",
                        "postgres",
                        "redis",
                        "mail",
                        "batch"))
                .extracting(ports::of)
                .containsExactly(9000, 9001, 9002, 9003, 9004, 9005, 9006, 9007, 9008, 9009, 9090);
        assertThat(ports.of("edge-2")).isEqualTo(9010);
        assertThat(ports.of("edge-3")).isEqualTo(9011);
    }

    @Test
    void namesTheBusyPortAndTheWayOut() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ports ports = Ports.from(taken.getLocalPort(), 1);

            assertThatThrownBy(() -> ports.requireFree(List.of("edge")))
                    .isInstanceOf(StackException.class)
                    .hasMessage("port " + taken.getLocalPort()
                            + " (edge) is in use by another program: free it, or take other ports with --port-base N");
        }
    }

    @Test
    void findsFreePortsForTests() {
        Ports ports = Ports.free(2);

        ports.requireFree(List.of("edge", "edge-2", "console", "postgres"));
        assertThat(ports.of("edge")).isNotEqualTo(ports.of("edge-2"));
    }
}
