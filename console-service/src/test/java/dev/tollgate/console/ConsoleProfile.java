package dev.tollgate.console;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

/// The inner services are not there when the console starts: each test starts and stops them on ports known
/// beforehand.
public class ConsoleProfile implements QuarkusTestProfile {
    public static final String ADMIN_TOKEN = "tga-test-admin";
    public static final String NEXT_ADMIN_TOKEN = "tga-test-next";
    static final String INTERNAL_TOKEN = "test-internal-token";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.rest-client.auth.url", "http://127.0.0.1:" + freePort(),
                "quarkus.rest-client.routing.url", "http://127.0.0.1:" + freePort(),
                "quarkus.rest-client.billing.url", "http://127.0.0.1:" + freePort(),
                "tollgate.console.usage.csv-rows-max", "20",
                "tollgate.console.live.poll-every", "100ms",
                "tollgate.console.live.heartbeat", "300ms",
                "tollgate.console.live.listeners-per-account-max", "6",
                "tollgate.console.login.admin-token", ADMIN_TOKEN + "," + NEXT_ADMIN_TOKEN,
                "tollgate.internal.tokens", INTERNAL_TOKEN + ",another-token");
    }

    protected static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
