package dev.tollgate.local.fake.s3;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One bucket in memory, addressed by path: `PUT`, `GET` (with a range), `HEAD` and `DELETE` of an object, each signed.
/// A request is refused by S3's own codes: no signature or a wrong one, a clock that is off, a body that is not the
/// one that was signed, no length, a key that is too long, a bucket or a key that is not there.
public final class FakeS3 {
    /// Who may use it.
    public static final String ACCESS_KEY = "AKIAFAKEFAKEFAKEFAKE";

    public static final String SECRET_KEY = "a-secret-of-the-fake";
    public static final String BUCKET = "tollgate-files";
    public static final String REGION = "eu-central-1";

    private static final int KEY_MAX = 1_024;
    private static final Duration SKEW_MAX = Duration.ofMinutes(15);
    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]*)");

    private final Map<String, Buffer> objects = new ConcurrentHashMap<>();

    /// What is in the bucket, by key.
    public Map<String, Buffer> objects() {
        return Map.copyOf(objects);
    }

    /// Answers one request.
    public void handle(HttpServerRequest request) {
        Refusal refusal = refusal(request);
        if (refusal != null) {
            refuse(request, refusal);
            return;
        }
        request.body().onSuccess(body -> answer(request, body));
    }

    /// Why S3 would not do it.
    private record Refusal(int status, String code, String message) {}

    private static @Nullable Refusal refusal(HttpServerRequest request) {
        SignedRequest signed = SignedRequest.read(request.getHeader("Authorization"));
        String[] path = request.path().split("/", 3);
        if (signed == null) {
            return new Refusal(403, "AccessDenied", "Access Denied.");
        }
        if (!signed.accessKey().equals(ACCESS_KEY)) {
            return new Refusal(403, "InvalidAccessKeyId", "The AWS access key ID that you provided does not exist.");
        }
        Instant date = date(request.getHeader("x-amz-date"));
        if (date == null || Duration.between(date, Instant.now()).abs().compareTo(SKEW_MAX) > 0) {
            return new Refusal(
                    403, "RequestTimeTooSkewed", "The difference between the request time and now is too large.");
        }
        String scope = DATE.format(date).substring(0, 8) + "/" + REGION + "/s3/aws4_request";
        if (!signed.scope().equals(scope)) {
            return new Refusal(400, "AuthorizationHeaderMalformed", "The scope should be " + scope + ".");
        }
        if (!signed.coversAll(request.headers()) || !signed.isOf(request, SECRET_KEY)) {
            return new Refusal(
                    403, "SignatureDoesNotMatch", "The request signature that we calculated does not match.");
        }
        if (!path[1].equals(BUCKET)) {
            return new Refusal(404, "NoSuchBucket", "The specified bucket does not exist.");
        }
        return ofKey(request, path.length < 3 ? "" : path[2]);
    }

    private static @Nullable Refusal ofKey(HttpServerRequest request, String key) {
        if (key.isEmpty()) {
            return new Refusal(405, "MethodNotAllowed", "This fake has objects alone.");
        }
        if (key.length() > KEY_MAX) {
            return new Refusal(400, "KeyTooLongError", "Your key is too long.");
        }
        if (request.method().equals(HttpMethod.PUT) && request.getHeader("Content-Length") == null) {
            return new Refusal(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
        }
        return null;
    }

    private static @Nullable Instant date(@Nullable String text) {
        try {
            return text == null ? null : DATE.parse(text, Instant::from);
        } catch (DateTimeParseException _) {
            return null;
        }
    }

    private void answer(HttpServerRequest request, Buffer body) {
        String hash = request.getHeader("x-amz-content-sha256");
        if (!UNSIGNED.equals(hash)
                && !SignedRequest.hex(SignedRequest.sha256(body.getBytes())).equals(hash)) {
            refuse(
                    request,
                    new Refusal(400, "XAmzContentSHA256Mismatch", "The provided header does not match the body."));
            return;
        }
        String key = request.path().split("/", 3)[2];
        switch (request.method().name()) {
            case "PUT" -> {
                objects.put(key, body);
                request.response().putHeader("ETag", etag(body)).end();
            }
            case "GET", "HEAD" -> read(request, objects.get(key));
            case "DELETE" -> {
                objects.remove(key);
                request.response().setStatusCode(204).end();
            }
            default -> refuse(request, new Refusal(405, "MethodNotAllowed", "The method is not allowed here."));
        }
    }

    private static void read(HttpServerRequest request, @Nullable Buffer object) {
        if (object == null) {
            refuse(request, new Refusal(404, "NoSuchKey", "The specified key does not exist."));
            return;
        }
        Matcher range = RANGE.matcher(String.valueOf(request.getHeader("Range")));
        request.response().putHeader("ETag", etag(object)).putHeader("Content-Type", "application/octet-stream");
        if (!range.matches()) {
            request.response().end(object);
            return;
        }
        int from = Integer.parseInt(range.group(1));
        int to = range.group(2).isEmpty()
                ? object.length()
                : Math.min(object.length(), Integer.parseInt(range.group(2)) + 1);
        if (from >= object.length() || from >= to) {
            refuse(request, new Refusal(416, "InvalidRange", "The requested range is not satisfiable."));
            return;
        }
        request.response()
                .setStatusCode(206)
                .putHeader("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + object.length())
                .end(object.getBuffer(from, to));
    }

    private static String etag(Buffer object) {
        return '"' + SignedRequest.hex(SignedRequest.sha256(object.getBytes())).substring(0, 32) + '"';
    }

    private static void refuse(HttpServerRequest request, Refusal refusal) {
        request.resume();
        request.response()
                .setStatusCode(refusal.status())
                .putHeader("Content-Type", "application/xml")
                .end("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + refusal.code() + "</Code><Message>"
                        + refusal.message() + "</Message></Error>");
    }
}
