package dev.tollgate.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A streamed answer while it comes, over a socket of its own, so that the client can go away at any moment.
final class LiveStream implements AutoCloseable {
    /// @param atNanos when it was read, on the monotonic clock
    /// @param text all that had come then
    record Arrival(long atNanos, String text) {}

    private static final int BYTES_PER_TOKEN = 4;
    private static final Encoding ENCODING = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

    private final Socket socket;
    private final Map<String, String> headers = new ConcurrentHashMap<>();
    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    private volatile int status;
    private volatile boolean done;
    private volatile boolean over;
    private volatile @Nullable JsonNode error;

    private LiveStream(Socket socket) {
        this.socket = socket;
    }

    static LiveStream open(URI edge, String secret, String body) {
        try {
            LiveStream stream = new LiveStream(new Socket(edge.getHost(), edge.getPort()));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: " + edge.getAuthority()
                    + "\r\nAuthorization: Bearer " + secret
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n\r\n";
            stream.socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            stream.socket.getOutputStream().write(bytes);
            Thread.ofVirtual().name("live-stream").start(stream::read);
            return stream;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// 0 until the status line has come.
    int status() {
        return status;
    }

    String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    String requestId() {
        return header("x-request-id");
    }

    /// Chunks that carried text.
    int chunks() {
        return arrivals.size();
    }

    /// Output tokens received, as a delivered text is charged where no public tokenizer exists: `o200k_base` and a
    /// fifth more.
    long tokens() {
        String text = textBefore(Long.MAX_VALUE);
        long tokens = ENCODING.countTokensOrdinary(text);
        return Math.min(tokens + Math.ceilDiv(tokens, 5), text.getBytes(StandardCharsets.UTF_8).length);
    }

    /// Output tokens that had come at a moment, as progress is told while nothing depends on it: four bytes each.
    long roughTokensBefore(long nanos) {
        return Math.ceilDiv(textBefore(nanos).getBytes(StandardCharsets.UTF_8).length, BYTES_PER_TOKEN);
    }

    private String textBefore(long nanos) {
        String text = "";
        for (Arrival arrival : arrivals) {
            if (nanos == Long.MAX_VALUE || arrival.atNanos() - nanos < 0) {
                text = arrival.text();
            }
        }
        return text;
    }

    /// Whether `[DONE]` has come.
    boolean isDone() {
        return done;
    }

    /// Whether no more will come.
    boolean isOver() {
        return over;
    }

    /// The error frame at its end, or the error that came instead of a stream.
    @Nullable
    JsonNode error() {
        return error;
    }

    /// The client goes away.
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            String line = in.readLine();
            while (line != null && !over) {
                take(line);
                line = over ? null : in.readLine();
            }
        } catch (IOException e) {
            // Cut off: what has come is what counts.
        }
        over = true;
    }

    private void take(String line) {
        if (line.startsWith("HTTP/1.1 ")) {
            status = Integer.parseInt(line.substring(9, 12));
        } else if (line.startsWith("data: ")) {
            event(line.substring(6));
        } else if (line.startsWith("{\"error\"")) {
            error = Suite.json(line).get("error");
            over = true;
        } else if (line.contains(": ")) {
            headers.put(
                    line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT),
                    line.substring(line.indexOf(':') + 2));
        }
    }

    private void event(String data) {
        if (data.equals("[DONE]")) {
            done = true;
            over = true;
            return;
        }
        JsonNode json = Suite.json(data);
        if (json.has("error")) {
            error = json.get("error");
            over = true;
            return;
        }
        String text = json.path("choices").path(0).path("delta").path("content").asText("");
        if (!text.isEmpty()) {
            String before = arrivals.isEmpty() ? "" : arrivals.getLast().text();
            arrivals.add(new Arrival(System.nanoTime(), before + text));
        }
    }
}
