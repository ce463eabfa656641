package dev.tollgate.local.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// Which process listens where. With a base: edge +0, console +1, auth +2, routing +3, billing +4, ratelimit +5,
/// demo +6, postgres +7, redis +8, mail +9, further edges +10, +11, …; batch +90, beyond them.
final class Ports {

    static final int DEFAULT_BASE = 8080;

    private static final int FURTHER_EDGES = 10;
    private static final int BATCH = 90;

    private final Map<String, Integer> byName;

    private Ports(Map<String, Integer> byName) {
        this.byName = byName;
    }

    static Ports from(int base, int edges) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        int offset = 0;
        for (String name : ProcessNames.OTHERS_BY_PORT) {
            ports.put(name, base + ++offset);
        }
        ports.put(ProcessNames.BATCH, base + BATCH);
        for (int i = 1; i <= edges; i++) {
            ports.put(ProcessNames.edge(i), i == 1 ? base : base + FURTHER_EDGES + i - 2);
        }
        return new Ports(ports);
    }

    /// Ports that nobody uses now; for tests, several stacks at once.
    static Ports free(int edges) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        try {
            for (String name : from(DEFAULT_BASE, edges).byName.keySet()) {
                int port = free();
                while (ports.containsValue(port)) {
                    port = free();
                }
                ports.put(name, port);
            }
        } catch (IOException e) {
            throw new StackException("no free port: " + e.getMessage(), e);
        }
        return new Ports(ports);
    }

    int of(String name) {
        return Objects.requireNonNull(byName.get(name), () -> "no port of " + name);
    }

    /// @throws StackException naming the first port that another program holds
    void requireFree(Iterable<String> names) {
        for (String name : names) {
            int port = of(name);
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (IOException e) {
                throw new StackException(
                        "port " + port + " (" + name
                                + ") is in use by another program: free it, or take other ports with --port-base N",
                        e);
            }
        }
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
