package dev.tollgate.e2e;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// A customer's program that writes its requests itself.
///
/// @param secret the API key
record Caller(Suite suite, String secret) {
    private static final String BOUNDARY = "a-boundary-of-our-own";

    /// With credit enough for a whole class of tests.
    static Caller rich() {
        Suite suite = Suite.running();
        return new Caller(suite, suite.customer(10 * Suite.CREDIT, "").secret());
    }

    /// Another one, whose key has these fields.
    Caller with(String keyFields) {
        return new Caller(suite, suite.customer(Suite.CREDIT, keyFields).secret());
    }

    Reply get(String path) {
        return send(request(path).GET());
    }

    Reply delete(String path) {
        return send(request(path).DELETE());
    }

    Reply post(String path, String json) {
        return send(json(path, json));
    }

    /// A request that carries a name, so that it is answered once.
    Reply post(String path, String json, String idempotencyKey) {
        return send(json(path, json).header("Idempotency-Key", idempotencyKey));
    }

    private HttpRequest.Builder json(String path, String json) {
        return request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json));
    }

    /// A form with the file first and the fields after it, as the SDKs write it.
    Reply upload(String path, byte[] file, Map<String, String> fields) {
        return upload(path, "speech.wav", file, fields);
    }

    /// The same, of a file with this name.
    Reply upload(String path, String name, byte[] file, Map<String, String> fields) {
        return form(path, "name=\"file\"; filename=\"" + name + "\"\r\nContent-Type: audio/wav", file, fields);
    }

    /// The same, of a picture with this name.
    Reply uploadPicture(String path, String name, byte[] file, Map<String, String> fields) {
        return form(path, "name=\"image\"; filename=\"" + name + "\"\r\nContent-Type: image/png", file, fields);
    }

    private Reply form(String path, String head, byte[] file, Map<String, String> fields) {
        return send(request(path)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(form(head, file, fields)));
    }

    private static BodyPublisher form(String head, byte[] file, Map<String, String> fields) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes(part(head));
        form.writeBytes(file);
        fields.forEach((name, value) -> {
            form.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
            form.writeBytes(part("name=\"" + name + "\""));
            form.writeBytes(value.getBytes(StandardCharsets.UTF_8));
        });
        form.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return BodyPublishers.ofByteArray(form.toByteArray());
    }

    private static byte[] part(String head) {
        return ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + head + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(suite.edge(1).resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + secret);
    }

    private Reply send(HttpRequest.Builder request) {
        HttpResponse<String> response = suite.send(request.build());
        return new Reply(
                response.statusCode(),
                response.headers().firstValue("content-type").orElse(""),
                response.body());
    }
}
