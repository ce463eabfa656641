package dev.tollgate.e2e.kubernetes;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// One HTTP/1.1 connection that hides nothing: no retry, no pool. What a server does to a connection is what is seen.
final class Connection implements Closeable {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 60_000;

    private final URI server;
    private final Socket socket = new Socket();
    private final InputStream in;

    Connection(URI server) throws IOException {
        this.server = server;
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), CONNECT_MILLIS);
        socket.setSoTimeout(READ_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /// @param headers by lower-case name
    record Answer(int status, Map<String, String> headers, String body) {
        String requestId() {
            return headers.getOrDefault("x-request-id", "");
        }

        boolean closes() {
            return headers.getOrDefault("connection", "").equalsIgnoreCase("close");
        }
    }

    /// What every pool asks before it uses a kept connection again: whether the server has closed it meanwhile.
    boolean isAlive() {
        try {
            socket.setSoTimeout(1);
            in.read();
            // Closed, or something nobody has asked for.
            return false;
        } catch (SocketTimeoutException e) {
            return restored();
        } catch (IOException e) {
            return false;
        }
    }

    private boolean restored() {
        try {
            socket.setSoTimeout(READ_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    Answer post(String path, String secret, String body, boolean keep) throws IOException {
        return post(path, secret, body, keep, head -> {}, line -> {});
    }

    /// @param head gets the headers when they have come
    /// @param lines gets each line of the body as it comes
    Answer post(
            String path,
            String secret,
            String body,
            boolean keep,
            Consumer<Map<String, String>> head,
            Consumer<String> lines)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String start = "POST " + path + " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\nAuthorization: Bearer "
                + secret + "\r\nContent-Type: application/json\r\nContent-Length: " + bytes.length
                + (keep ? "" : "\r\nConnection: close") + "\r\n\r\n";
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(start.getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(bytes);
        socket.getOutputStream().write(request.toByteArray());
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        head.accept(headers);
        LineReader text = new LineReader(lines);
        if (headers.containsKey("content-length")) {
            text.take(in.readNBytes(Integer.parseInt(headers.get("content-length"))));
        } else {
            chunks(text);
        }
        return new Answer(status, headers, text.all());
    }

    private void chunks(LineReader text) throws IOException {
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            byte[] chunk = in.readNBytes(size);
            if (chunk.length < size) {
                throw new EOFException("cut within a chunk");
            }
            text.take(chunk);
            line();
        }
        line();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException(line.isEmpty() ? "closed where an answer should come" : "cut within a line");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Gone already.
        }
    }

    /// Cuts what comes into lines.
    private static final class LineReader {
        private final Consumer<String> lines;
        private final ByteArrayOutputStream all = new ByteArrayOutputStream();
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        LineReader(Consumer<String> lines) {
            this.lines = lines;
        }

        void take(byte[] bytes) {
            all.writeBytes(bytes);
            for (byte next : bytes) {
                if (next == '\n') {
                    lines.accept(line.toString(StandardCharsets.UTF_8));
                    line.reset();
                } else {
                    line.write(next);
                }
            }
        }

        String all() {
            return all.toString(StandardCharsets.UTF_8);
        }
    }
}
