package dev.tollgate.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One connection of HTTP/1.1 that its client keeps, byte by byte: what happens to it is seen, not mended by a
/// client library.
final class KeptConnection implements AutoCloseable {
    private final Socket socket;
    private final String host;

    KeptConnection(URI server) throws IOException {
        host = server.getAuthority();
        socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(30_000);
    }

    /// @param last whether the server said that it is the connection's last
    record Answer(int status, boolean last, String requestId, String body) {}

    Answer get(String path) throws IOException {
        send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        return answer();
    }

    Answer chat(String secret, String json) throws IOException {
        send("POST /v1/chat/completions HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer " + secret
                + "\r\nContent-Type: application/json\r\nContent-Length: "
                + json.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + json);
        return answer();
    }

    /// Whether the server has closed in order; a reset is an exception.
    boolean isClosedByServer() throws IOException {
        return socket.getInputStream().read() < 0;
    }

    private void send(String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    }

    private Answer answer() throws IOException {
        String head = until("\r\n\r\n");
        String small = head.toLowerCase(Locale.ROOT);
        return new Answer(
                Integer.parseInt(head.substring(9, 12)),
                small.contains("\r\nconnection: close"),
                header(head, "x-request-id"),
                small.contains("transfer-encoding: chunked") ? chunks() : exactly(header(head, "content-length")));
    }

    private String exactly(String length) throws IOException {
        int bytes = length.isEmpty() ? 0 : Integer.parseInt(length);
        return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.UTF_8);
    }

    private String chunks() throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            int length = Integer.parseInt(until("\r\n").strip(), 16);
            body.append(new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8));
            until("\r\n");
            if (length == 0) {
                return body.toString();
            }
        }
    }

    private static String header(String head, String name) {
        int at = head.toLowerCase(Locale.ROOT).indexOf("\r\n" + name + ": ");
        return at < 0 ? "" : head.substring(at + name.length() + 4, head.indexOf("\r\n", at + 2));
    }

    private String until(String end) throws IOException {
        StringBuilder seen = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (seen.indexOf(end) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the server closed after: " + seen);
            }
            seen.append((char) next);
        }
        return seen.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
