package dev.tollgate.edge.pipeline;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A caller of the realtime endpoint that reads only when it is told to: till then it hears nothing, answers no
/// ping and takes no more than its socket's small buffer.
final class RawTalk implements AutoCloseable {
    private static final int BUFFER = 32 * 1024;
    private static final int TEXT = 0x81;
    private static final int MASKED = 0x80;
    private static final int CLOSE = 8;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    RawTalk(URI url, String secret) throws IOException {
        socket.setReceiveBufferSize(BUFFER);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
        socket.getOutputStream()
                .write(("GET " + url.getPath() + "?" + url.getQuery() + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                                + secret + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        String head = PipelineRig.readUntil(socket, "\r\n\r\n");
        if (!head.startsWith("HTTP/1.1 101")) {
            throw new IOException(head);
        }
        in = new DataInputStream(socket.getInputStream());
    }

    /// A short message, masked with zeros.
    void say(String event) throws IOException {
        byte[] text = event.getBytes(StandardCharsets.UTF_8);
        socket.getOutputStream()
                .write(ByteBuffer.allocate(6 + text.length)
                        .put((byte) TEXT)
                        .put((byte) (MASKED | text.length))
                        .putInt(0)
                        .put(text)
                        .array());
    }

    /// The next message.
    String hear() throws IOException {
        while (true) {
            int first = in.readUnsignedByte();
            byte[] payload = in.readNBytes(length());
            if (first == TEXT) {
                return new String(payload, StandardCharsets.UTF_8);
            }
            if ((first & 0x0f) == CLOSE) {
                throw new IOException("closed with " + ByteBuffer.wrap(payload).getShort());
            }
        }
    }

    private int length() throws IOException {
        int length = in.readUnsignedByte();
        return switch (length) {
            case 126 -> in.readUnsignedShort();
            case 127 -> Math.toIntExact(in.readLong());
            default -> length;
        };
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
