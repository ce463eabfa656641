package dev.tollgate.edge.peers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A server that keeps each connection for some requests, and ends it just as the next one arrives: the request is
/// read, and never answered. With an order, or by a reset, as a process that is killed does.
final class ForgetfulServer implements AutoCloseable {
    private final ServerSocket listener;
    /// Request lines, of those that were left unanswered, too.
    final List<String> requests = new CopyOnWriteArrayList<>();
    final AtomicInteger unanswered = new AtomicInteger();
    /// Requests that a connection answers before it dies.
    volatile int answers = 1;
    volatile boolean resets;
    private final String body;

    /// @param body of each answer
    ForgetfulServer(URI url, String body) {
        this.body = body;
        try {
            listener = new ServerSocket(url.getPort(), 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            for (int answered = 0; request(socket.getInputStream()); answered++) {
                if (answered == answers) {
                    unanswered.incrementAndGet();
                    socket.setSoLinger(resets, 0);
                    return;
                }
                socket.getOutputStream()
                        .write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                                        + "\r\n\r\n" + body)
                                .getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // The client left.
        }
    }

    private boolean request(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        String text = "";
        while (!text.endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            head.write(next);
            text = head.toString(StandardCharsets.US_ASCII);
        }
        int length = text.toLowerCase(Locale.ROOT).indexOf("content-length: ");
        if (length >= 0) {
            in.readNBytes(Integer.parseInt(text.substring(length + 16, text.indexOf("\r\n", length))));
        }
        requests.add(text.substring(0, text.indexOf("\r\n")));
        return true;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
