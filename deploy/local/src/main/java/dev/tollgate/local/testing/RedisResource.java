package dev.tollgate.local.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisServer;

/// A real, empty redis-server on a free port for each start of the resource; gone when the resource stops.
public final class RedisResource implements QuarkusTestResourceLifecycleManager {

    private @Nullable RedisServer server;

    @Override
    public Map<String, String> start() {
        try {
            int port = freePort();
            RedisServer redis = RedisServer.newRedisServer()
                    .port(port)
                    .bind("127.0.0.1")
                    .setting("save \"\"")
                    .setting("appendonly no")
                    .build();
            redis.start();
            server = redis;
            Map<String, String> config = new HashMap<>(TestSecrets.asConfig());
            config.put("quarkus.redis.hosts", "redis://127.0.0.1:" + port);
            return config;
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded Redis did not start", e);
        }
    }

    @Override
    public void stop() {
        RedisServer running = server;
        server = null;
        if (running == null) {
            return;
        }
        try {
            running.stop();
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded Redis did not stop", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
