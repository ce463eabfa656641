package dev.tollgate.ratelimit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Stands between the service and Redis. What is cut off stays connected and hears nothing any more, as when a node
/// has lost its power; new connections pass.
final class SilentProxy implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Pair> pairs = new CopyOnWriteArrayList<>();

    private static final class Pair {
        private final Socket client;
        private final Socket redis;
        private volatile boolean silent;

        Pair(Socket client, Socket redis) {
            this.client = client;
            this.redis = redis;
        }
    }

    SilentProxy(int target) {
        this.target = target;
        try {
            server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.submit(this::accept);
    }

    String url() {
        return "redis://127.0.0.1:" + server.getLocalPort();
    }

    /// How many connections were silenced.
    int silence() {
        List<Pair> all = List.copyOf(pairs);
        all.forEach(pair -> pair.silent = true);
        pairs.removeAll(all);
        return all.size();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                connect(server.accept());
            } catch (IOException e) {
                return;
            }
        }
    }

    private void connect(Socket client) throws IOException {
        try {
            Pair pair = new Pair(client, new Socket(InetAddress.getLoopbackAddress(), target));
            pairs.add(pair);
            threads.submit(() -> pump(pair, pair.client, pair.redis));
            threads.submit(() -> pump(pair, pair.redis, pair.client));
        } catch (IOException e) {
            // Redis is not there: its callers hear so.
            client.close();
        }
    }

    private static void pump(Pair pair, Socket from, Socket to) {
        byte[] buffer = new byte[65_536];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (!pair.silent) {
                    out.write(buffer, 0, n);
                    out.flush();
                }
            }
        } catch (IOException e) {
            // One side has closed: the other is closed with the streams.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
