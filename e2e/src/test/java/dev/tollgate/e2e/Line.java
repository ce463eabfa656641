package dev.tollgate.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// The line between an edge and one of its peers: a TCP proxy that a test can cut, silence, or make lose and
/// falsify answers.
final class Line implements AutoCloseable {
    private enum State {
        WHOLE,
        /// Connections are refused, and those that exist are closed.
        CUT,
        /// Connections stay, and nothing passes until the line is whole again: a partition.
        SILENT
    }

    private static final int CHUNK_BYTES = 64 << 10;

    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger answersToLose = new AtomicInteger();
    private final AtomicInteger answersLost = new AtomicInteger();
    private volatile URI target = URI.create("http://127.0.0.1:1");
    private volatile State state = State.WHOLE;
    private volatile String lossyRequest = "";
    private volatile UnaryOperator<String> falsify = UnaryOperator.identity();

    private Line(ServerSocket server) {
        this.server = server;
    }

    static Line open() {
        try {
            Line line = new Line(new ServerSocket(0, 256, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().name("line").start(line::accept);
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void leadTo(URI peer) {
        target = peer;
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    void cut() {
        state = State.CUT;
        closeAll();
    }

    /// As a partition: what is sent waits, or is lost with its connection.
    void silence() {
        state = State.SILENT;
    }

    /// Whole again. Connections that were silent end: their senders have long given up.
    void mend() {
        falsify = UnaryOperator.identity();
        answersToLose.set(0);
        synchronized (this) {
            boolean wasSilent = state == State.SILENT;
            state = State.WHOLE;
            notifyAll();
            if (wasSilent) {
                closeAll();
            }
        }
    }

    /// The next so many requests like this one reach the peer, and their answers never come back.
    ///
    /// @param request how its first line begins: `POST /internal/v1/leases`
    void loseAnswers(String request, int count) {
        lossyRequest = request;
        answersLost.set(0);
        answersToLose.set(count);
    }

    int answersLost() {
        return answersLost.get();
    }

    /// Rewrites what the peer says; the length must stay.
    void falsify(UnaryOperator<String> rewrite) {
        falsify = rewrite;
    }

    @Override
    public void close() {
        try {
            server.close();
            closeAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        sockets.add(client);
        try (client) {
            if (state == State.CUT) {
                return;
            }
            try (Socket peer = new Socket(target.getHost(), target.getPort())) {
                client.setTcpNoDelay(true);
                peer.setTcpNoDelay(true);
                sockets.add(peer);
                Pair pair = new Pair(client, peer);
                Thread back = Thread.ofVirtual().start(pair::answers);
                pair.requests();
                back.join();
                sockets.remove(peer);
            }
        } catch (IOException e) {
            // The peer is not there: the client sees its connection end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(client);
        }
    }

    private void closeAll() {
        sockets.forEach(Line::close);
        sockets.clear();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void waitWhileSilent() throws InterruptedException {
        while (state == State.SILENT) {
            wait();
        }
    }

    /// One connection and what it leads to. Requests are not pipelined: an answer belongs to the request before it.
    private final class Pair {
        private final Socket client;
        private final Socket peer;
        private volatile String asked = "";

        Pair(Socket client, Socket peer) {
            this.client = client;
            this.peer = peer;
        }

        void requests() {
            pump(client, peer, true);
        }

        void answers() {
            pump(peer, client, false);
        }

        private void pump(Socket from, Socket to, boolean request) {
            byte[] chunk = new byte[CHUNK_BYTES];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                int read = in.read(chunk);
                while (read >= 0) {
                    waitWhileSilent();
                    if (request) {
                        note(chunk, read);
                    } else if (isLost()) {
                        break;
                    }
                    byte[] passed = request ? chunk : falsified(chunk, read);
                    out.write(passed, 0, read);
                    out.flush();
                    read = in.read(chunk);
                }
            } catch (IOException e) {
                // One side has gone: so goes the other.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Line.close(client);
            Line.close(peer);
        }

        private void note(byte[] chunk, int length) {
            String start = new String(chunk, 0, Math.min(length, 200), StandardCharsets.ISO_8859_1);
            if (start.contains(" HTTP/1.1\r\n")) {
                asked = start;
            }
        }

        private boolean isLost() {
            boolean lost =
                    asked.startsWith(lossyRequest) && answersToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
            if (lost) {
                answersLost.incrementAndGet();
            }
            return lost;
        }

        private byte[] falsified(byte[] chunk, int length) {
            String said = new String(chunk, 0, length, StandardCharsets.ISO_8859_1);
            byte[] rewritten = falsify.apply(said).getBytes(StandardCharsets.ISO_8859_1);
            if (rewritten.length != length) {
                throw new IllegalStateException("a falsified answer has another length");
            }
            return rewritten;
        }
    }
}
