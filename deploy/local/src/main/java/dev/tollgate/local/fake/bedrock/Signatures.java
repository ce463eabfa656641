package dev.tollgate.local.fake.bedrock;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Checks Signature Version 4 as it is documented, with the standard library alone: whoever signs with
/// another's code is checked by this one.
final class Signatures {

    private static final Pattern HEADER = Pattern.compile("AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/([^/]+)"
            + "/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Duration SKEW = Duration.ofMinutes(5);

    /// @param sessionToken that must be sent along, or null
    record Keys(String id, String secret, @Nullable String sessionToken) {

        /// Of `id:secret` or `id:secret:token`.
        static Keys of(String text) {
            String[] parts = text.split(":", 3);
            return new Keys(parts[0], parts[1], parts.length > 2 ? parts[2] : null);
        }
    }

    private final Keys keys;

    Signatures(Keys keys) {
        this.keys = keys;
    }

    /// @return what is wrong with it
    Optional<BedrockError> check(HttpServerRequest request, Buffer body, Instant now) {
        Matcher header = HEADER.matcher(String.valueOf(request.getHeader("authorization")));
        if (!header.matches()) {
            return Optional.of(new BedrockError(
                    403, "IncompleteSignatureException", "Authorization header is not as it should be."));
        }
        if (!header.group(1).equals(keys.id())) {
            return refused("UnrecognizedClientException", "The security token included in the request is invalid.");
        }
        if (keys.sessionToken() != null && !keys.sessionToken().equals(request.getHeader("x-amz-security-token"))) {
            return refused("UnrecognizedClientException", "The security token included in the request is invalid.");
        }
        String date = String.valueOf(request.getHeader("x-amz-date"));
        if (!isNow(date, header.group(2), now)) {
            return refused("InvalidSignatureException", "Signature expired: " + date + " is not now.");
        }
        String signedHeaders = header.group(5);
        boolean sound = Arrays.asList(signedHeaders.split(";", -1)).contains("host")
                && header.group(4).equals("bedrock");
        String scope = header.group(2) + "/" + header.group(3) + "/" + header.group(4) + "/aws4_request";
        String told = "AWS4-HMAC-SHA256\n" + date + "\n" + scope + "\n"
                + sha256(canonical(request, signedHeaders, body).getBytes(StandardCharsets.UTF_8));
        byte[] expected = signature(header.group(2), header.group(3), header.group(4), told);
        boolean right = MessageDigest.isEqual(expected, HexFormat.of().parseHex(header.group(6)));
        return sound && right
                ? Optional.empty()
                : refused(
                        "InvalidSignatureException",
                        "The request signature we calculated does not match the signature you provided.");
    }

    private static Optional<BedrockError> refused(String type, String message) {
        return Optional.of(new BedrockError(403, type, message));
    }

    private static boolean isNow(String date, String day, Instant now) {
        try {
            Instant signed = TIME.parse(date, Instant::from);
            return date.startsWith(day) && Duration.between(signed, now).abs().compareTo(SKEW) <= 0;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static String canonical(HttpServerRequest request, String signedHeaders, Buffer body) {
        String headers = Stream.of(signedHeaders.split(";", -1))
                .map(name -> name + ":" + value(request, name) + "\n")
                .collect(Collectors.joining());
        return String.join(
                "\n",
                request.method().name(),
                path(request.path()),
                request.query() == null ? "" : request.query(),
                headers,
                signedHeaders,
                sha256(body.getBytes()));
    }

    /// HTTP/2 has no `Host`, but an authority.
    private static String value(HttpServerRequest request, String name) {
        boolean host = name.equals("host") && request.getHeader(name) == null;
        return (host ? String.valueOf(request.authority()) : String.valueOf(request.getHeader(name))).strip();
    }

    /// As sent, and each segment encoded once more.
    private static String path(String sent) {
        return Stream.of(sent.split("/", -1)).map(Signatures::encoded).collect(Collectors.joining("/"));
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    /// The model that a path's segment names.
    static String decoded(String segment) {
        return URLDecoder.decode(segment, StandardCharsets.UTF_8);
    }

    private byte[] signature(String day, String region, String service, String told) {
        byte[] key = ("AWS4" + keys.secret()).getBytes(StandardCharsets.UTF_8);
        for (String part : new String[] {day, region, service, "aws4_request", told}) {
            key = hmac(key, part);
        }
        return key;
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
