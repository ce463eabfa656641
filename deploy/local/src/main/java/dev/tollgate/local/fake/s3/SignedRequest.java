package dev.tollgate.local.fake.s3;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// A request's signature (AWS Signature Version 4), reckoned anew.
///
/// @param accessKey whose key it names
/// @param scope `20261123/us-east-1/s3/aws4_request`
/// @param headers that it covers, lower case
record SignedRequest(String accessKey, String scope, List<String> headers, String signature) {
    static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private static final Pattern FORM = Pattern.compile(
            ALGORITHM + " Credential=([^/]+)/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})");
    private static final String CONTENT_HASH = "x-amz-content-sha256";

    /// Null for no header of this form.
    static @Nullable SignedRequest read(@Nullable String authorization) {
        Matcher form = FORM.matcher(authorization == null ? "" : authorization);
        return form.matches()
                ? new SignedRequest(
                        form.group(1), form.group(2), List.of(form.group(3).split(";")), form.group(4))
                : null;
    }

    /// What must be signed: the host, and every `x-amz-` header that was sent.
    boolean coversAll(MultiMap sent) {
        return headers.contains("host")
                && headers.contains(CONTENT_HASH)
                && sent.names().stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .filter(name -> name.startsWith("x-amz-"))
                        .allMatch(headers::contains);
    }

    /// Whether it is the signature of this request by this secret.
    boolean isOf(HttpServerRequest request, String secret) {
        String toSign = String.join(
                "\n",
                ALGORITHM,
                String.valueOf(request.getHeader("x-amz-date")),
                scope,
                hex(sha256(canonical(request).getBytes(StandardCharsets.UTF_8))));
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/", -1)) {
            key = hmac(key, part);
        }
        return MessageDigest.isEqual(
                hex(hmac(key, toSign)).getBytes(StandardCharsets.US_ASCII),
                signature.getBytes(StandardCharsets.US_ASCII));
    }

    private String canonical(HttpServerRequest request) {
        StringBuilder canonical = new StringBuilder();
        canonical.append(request.method().name()).append('\n');
        canonical.append(path(request.uri())).append('\n');
        canonical.append(query(request.query())).append('\n');
        for (String name : headers) {
            String value = name.equals("host")
                    ? request.getHeader("host")
                    : String.join(",", request.headers().getAll(name));
            canonical
                    .append(name)
                    .append(':')
                    .append(String.valueOf(value).strip().replaceAll(" +", " "))
                    .append('\n');
        }
        canonical.append('\n').append(String.join(";", headers)).append('\n');
        return canonical.append(request.getHeader(CONTENT_HASH)).toString();
    }

    private static String path(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    private static String query(@Nullable String query) {
        if (query == null) {
            return "";
        }
        TreeMap<String, List<String>> pairs = new TreeMap<>();
        Arrays.stream(query.split("&")).forEach(pair -> {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            pairs.computeIfAbsent(name, _ -> new ArrayList<>()).add(equals < 0 ? "" : pair.substring(equals + 1));
        });
        List<String> all = new ArrayList<>();
        pairs.forEach((name, values) -> values.stream().sorted().forEach(value -> all.add(name + "=" + value)));
        return String.join("&", all);
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
