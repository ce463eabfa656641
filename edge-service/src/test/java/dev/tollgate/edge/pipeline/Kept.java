package dev.tollgate.edge.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A client that keeps its connection, and sees each byte of what comes on it.
final class Kept implements AutoCloseable {
    private final Socket socket;
    private final URI url;
    private final String secret;
    private String head = "";

    Kept(URI url, String secret) throws IOException {
        this.url = url;
        this.secret = secret;
        socket = new Socket(url.getHost(), url.getPort());
        socket.setSoTimeout(10_000);
    }

    void ask(String body) throws IOException {
        socket.getOutputStream()
                .write(("POST " + url.getPath() + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + secret
                                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                                + body)
                        .getBytes(StandardCharsets.UTF_8));
    }

    /// The status line and the headers of the next answer, in small letters.
    String head() throws IOException {
        head = until("\r\n\r\n").toLowerCase(Locale.ROOT);
        return head;
    }

    /// Reads on until this was said.
    String until(String end) throws IOException {
        StringBuilder seen = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (seen.indexOf(end) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended after: " + seen);
            }
            seen.append((char) next);
        }
        return seen.toString();
    }

    /// The rest of an answer whose head was read.
    String body() throws IOException {
        int at = head.indexOf("content-length: ");
        if (at < 0) {
            return until("\r\n0\r\n\r\n");
        }
        int length = Integer.parseInt(head.substring(at + 16, head.indexOf("\r\n", at)));
        return new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
    }

    /// Whether the other side has closed, in order: a reset is an exception.
    boolean isClosedByPeer() throws IOException {
        return socket.getInputStream().read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
