package dev.tollgate.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.zip.GZIPInputStream;

/// A receiver of OTLP over HTTP, for traces in protobuf: as much of both as is needed to see what came.
final class TraceSink implements AutoCloseable {
    private static final int SERVER = 2;
    private static final int CLIENT = 3;
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    /// @param parent of the span, or empty for a root
    /// @param kind 2 for a server's, 3 for a client's
    record Span(
            String service,
            String trace,
            String id,
            String parent,
            String name,
            int kind,
            int status,
            Map<String, String> attributes) {
        boolean isServer() {
            return kind == SERVER;
        }

        boolean isClient() {
            return kind == CLIENT;
        }
    }

    private final HttpServer server;
    private final Queue<Span> spans = new ConcurrentLinkedQueue<>();
    private final Queue<byte[]> received = new ConcurrentLinkedQueue<>();

    TraceSink() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/traces", this::receive);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Span> spans() {
        return List.copyOf(spans);
    }

    /// All that came, byte for byte: names, attributes, events, links and resources, whether they are understood
    /// here or not. Protobuf writes texts as they are.
    String raw() {
        StringBuilder all = new StringBuilder();
        received.forEach(body ->
                all.append(new String(body, StandardCharsets.ISO_8859_1)).append('\n'));
        return all.toString();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void receive(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
            body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
        }
        received.add(body);
        fields(ByteBuffer.wrap(body), (field, value) -> {
            if (field == 1) {
                resourceSpans((ByteBuffer) value);
            }
        });
        exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private void resourceSpans(ByteBuffer message) {
        Map<String, String> resource = new TreeMap<>();
        List<ByteBuffer> scopes = new ArrayList<>();
        fields(message, (field, value) -> {
            if (field == 1) {
                fields((ByteBuffer) value, (inner, attribute) -> {
                    if (inner == 1) {
                        attribute((ByteBuffer) attribute, resource);
                    }
                });
            } else if (field == 2) {
                scopes.add((ByteBuffer) value);
            }
        });
        String service = resource.getOrDefault("service.name", "");
        scopes.forEach(scope -> fields(scope, (field, value) -> {
            if (field == 2) {
                spans.add(span(service, (ByteBuffer) value));
            }
        }));
    }

    private static Span span(String service, ByteBuffer message) {
        Map<Integer, Object> simple = new TreeMap<>();
        Map<String, String> attributes = new TreeMap<>();
        int[] status = new int[1];
        fields(message, (field, value) -> {
            if (field == 9) {
                attribute((ByteBuffer) value, attributes);
            } else if (field == 15) {
                fields((ByteBuffer) value, (inner, code) -> {
                    if (inner == 3) {
                        status[0] = ((Long) code).intValue();
                    }
                });
            } else {
                simple.put(field, value);
            }
        });
        return new Span(
                service,
                hex(simple.getOrDefault(1, EMPTY)),
                hex(simple.getOrDefault(2, EMPTY)),
                hex(simple.getOrDefault(4, EMPTY)),
                text((ByteBuffer) simple.getOrDefault(5, EMPTY)),
                ((Long) simple.getOrDefault(6, 0L)).intValue(),
                status[0],
                attributes);
    }

    private static void attribute(ByteBuffer message, Map<String, String> into) {
        String[] pair = {"", ""};
        fields(message, (field, value) -> {
            if (field == 1) {
                pair[0] = text((ByteBuffer) value);
            } else if (field == 2) {
                fields(
                        (ByteBuffer) value,
                        (kind, any) -> pair[1] = any instanceof ByteBuffer bytes ? text(bytes) : String.valueOf(any));
            }
        });
        into.put(pair[0], pair[1]);
    }

    /// Calls with each field's number and value: a long, or the bytes of a string or message.
    private static void fields(ByteBuffer message, BiConsumer<Integer, Object> each) {
        ByteBuffer left = message.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        while (left.hasRemaining()) {
            int tag = (int) varint(left);
            switch (tag & 7) {
                case 0 -> each.accept(tag >>> 3, varint(left));
                case 1 -> each.accept(tag >>> 3, left.getLong());
                case 2 -> {
                    int length = (int) varint(left);
                    each.accept(tag >>> 3, left.slice(left.position(), length));
                    left.position(left.position() + length);
                }
                case 5 -> each.accept(tag >>> 3, (long) left.getInt());
                default -> throw new IllegalStateException("wire type " + (tag & 7));
            }
        }
    }

    private static long varint(ByteBuffer from) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = from.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private static String hex(Object bytes) {
        return bytes instanceof ByteBuffer buffer ? HexFormat.of().formatHex(bytes(buffer)) : "";
    }

    private static String text(ByteBuffer buffer) {
        return new String(bytes(buffer), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
