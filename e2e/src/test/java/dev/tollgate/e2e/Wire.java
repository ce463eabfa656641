package dev.tollgate.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// One raw connection to an edge, on which anything can be written.
final class Wire implements Closeable {
    private static final int TIMEOUT_MILLIS = 20_000;

    private final Socket socket;

    Wire(URI edge) {
        try {
            socket = new Socket(edge.getHost(), edge.getPort());
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes and flushes; what the server has closed on takes nothing more, which is no failure here.
    Wire write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            // The answer, or its absence, is what the tests look at.
        }
        return this;
    }

    Wire write(String text) {
        return write(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Reads one answer; an interim one is an answer of its own.
    Answer read() {
        return read(true);
    }

    /// Reads an answer to HEAD, whose body never comes.
    Answer readHead() {
        return read(false);
    }

    private Answer read(boolean withBody) {
        try {
            InputStream in = socket.getInputStream();
            String head = head(in);
            if (head.isEmpty()) {
                return new Answer(0, Map.of(), "");
            }
            String[] lines = head.split("\r\n", -1);
            Map<String, String> headers = new TreeMap<>();
            for (int i = 1; i < lines.length; i++) {
                int colon = lines[i].indexOf(':');
                headers.put(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
            int status = Integer.parseInt(lines[0].split(" ", -1)[1]);
            return new Answer(status, headers, withBody && status != 100 ? body(in, headers) : "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether the server closes, within some seconds, without another byte.
    boolean isClosed() {
        try {
            socket.setSoTimeout(5_000);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (true) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.write(next);
            String text = head.toString(StandardCharsets.ISO_8859_1);
            if (text.endsWith("\r\n\r\n")) {
                return text.substring(0, text.length() - 4);
            }
        }
    }

    private static String body(InputStream in, Map<String, String> headers) throws IOException {
        if (headers.containsKey("content-length")) {
            return new String(in.readNBytes(Integer.parseInt(headers.get("content-length"))), StandardCharsets.UTF_8);
        }
        if ("chunked".equals(headers.get("transfer-encoding"))) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = chunk(in); size > 0; size = chunk(in)) {
                body.write(in.readNBytes(size));
                in.readNBytes(2);
            }
            in.readNBytes(2);
            return body.toString(StandardCharsets.UTF_8);
        }
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static int chunk(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return Integer.parseInt(line.toString().strip(), 16);
    }

    /// @param status 0 when the server closed without an answer
    /// @param headers by lower-case name
    record Answer(int status, Map<String, String> headers, String body) {
        JsonNode error() {
            return Suite.json(body).path("error");
        }
    }
}
