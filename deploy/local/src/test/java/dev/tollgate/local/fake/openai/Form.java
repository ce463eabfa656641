package dev.tollgate.local.fake.openai;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Writes a multipart form, part by part, in the order of the calls.
final class Form {

    private static final String BOUNDARY = "----demo-boundary";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Form field(String name, String value) {
        return part(
                "Content-Disposition: form-data; name=\"" + name + "\"\r\n", value.getBytes(StandardCharsets.UTF_8));
    }

    Form file(String name, String fileName, byte[] bytes) {
        return file(name, fileName, "application/octet-stream", bytes);
    }

    Form file(String name, String fileName, String contentType, byte[] bytes) {
        String head = "Content-Disposition: form-data; name=\"" + name + "\"; filename=\"" + fileName + "\"\r\n"
                + "Content-Type: " + contentType + "\r\n";
        return part(head, bytes);
    }

    HttpResponse<String> post(URI url) {
        return post(url, body(), "multipart/form-data; boundary=\"" + BOUNDARY + "\"");
    }

    static HttpResponse<String> post(URI url, byte[] body, String contentType) {
        BodyPublisher publisher = BodyPublishers.ofByteArray(body);
        HttpRequest request = HttpRequest.newBuilder(url)
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", contentType)
                .POST(publisher)
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] body() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(out.toByteArray());
        whole.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return whole.toByteArray();
    }

    /// A recording of silence.
    static byte[] wave(int millis) {
        int data = 32 * millis;
        ByteBuffer wave = ByteBuffer.allocate(44 + data).order(ByteOrder.LITTLE_ENDIAN);
        wave.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + data);
        wave.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wave.putShort((short) 1).putShort((short) 1).putInt(16_000).putInt(32_000);
        wave.putShort((short) 2).putShort((short) 16);
        wave.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(data);
        return wave.array();
    }

    private Form part(String head, byte[] content) {
        out.writeBytes(("--" + BOUNDARY + "\r\n" + head + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.writeBytes(content);
        out.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        return this;
    }
}
