package dev.tollgate.routing.catalogue;

import dev.tollgate.local.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// A real Postgres behind a wire that a test can cut: connections are reset and new ones refused until it is mended.
/// The switch crosses class loaders as a system property. The addresses have names of their own, as other classes'
/// resources are started too and would win.
public final class CutPostgres implements QuarkusTestResourceLifecycleManager {
    private static final String CUT = "tollgate.testing.postgres-cut";

    private final PostgresResource postgres = new PostgresResource();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService guard = Executors.newSingleThreadScheduledExecutor();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    static void cut() {
        System.setProperty(CUT, "true");
    }

    static void mend() {
        System.clearProperty(CUT);
    }

    @Override
    public Map<String, String> start() {
        Map<String, String> config = new HashMap<>(postgres.start());
        URI direct = URI.create(config.get("quarkus.datasource.reactive.url"));
        try {
            ServerSocket wire = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            threads.submit(() -> serve(wire, direct.getPort()));
            guard.scheduleAtFixedRate(this::guard, 20, 20, TimeUnit.MILLISECONDS);
            config.put("tollgate.testing.jdbc-url", config.get("quarkus.datasource.jdbc.url"));
            config.put("tollgate.testing.cut-url", "postgresql://127.0.0.1:" + wire.getLocalPort() + direct.getPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return config;
    }

    @Override
    public void stop() {
        mend();
        guard.shutdownNow();
        threads.shutdownNow();
        postgres.stop();
    }

    private Void serve(ServerSocket wire, int port) throws IOException {
        while (!Thread.currentThread().isInterrupted()) {
            Socket client = wire.accept();
            if (isCut()) {
                client.close();
            } else {
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                open.addAll(List.of(client, server));
                threads.submit(() -> pump(client, server));
                threads.submit(() -> pump(server, client));
            }
        }
        return null;
    }

    private static Void pump(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            in.transferTo(to.getOutputStream());
        }
        return null;
    }

    /// Resets what is open as soon as the wire is cut.
    private void guard() {
        if (isCut()) {
            List<Socket> doomed = List.copyOf(open);
            open.removeAll(doomed);
            doomed.forEach(CutPostgres::close);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isCut() {
        return System.getProperty(CUT) != null;
    }
}
