package dev.tollgate.edge.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/// Signatures against a computation of their own, by AWS's documentation: the signing key is the published
/// example's.
class SignatureTest {
    private static final Instant NOW = Instant.parse("2015-08-30T12:36:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Credential.Keys KEYS =
            new Credential.Keys("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null, null);
    private static final String URL =
            "https://bedrock-runtime.us-west-2.amazonaws.com/model/anthropic.claude-3-haiku-20240307-v1%3A0/converse";
    private static final Map<String, String> HEADERS = Map.of("Content-Type", "application/json");
    private static final byte[] BODY = "{\"messages\":[]}".getBytes(StandardCharsets.UTF_8);

    @Test
    void aSignatureIsWhatTheDocumentationComputes() throws Exception {
        Map<String, String> signed = Signature.signed(KEYS, URL, HEADERS, BODY, CLOCK);
        assertThat(signed).containsEntry("X-Amz-Date", "20150830T123600Z").doesNotContainKey("Host");
        String authorization = signed.getOrDefault("Authorization", "");
        assertThat(authorization)
                .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-west-2/bedrock/aws4_request,")
                .endsWith("Signature=" + expected(signed, authorization));
    }

    /// The colon of a model's name is encoded once in the address, and twice where it is signed.
    private static String expected(Map<String, String> signed, String authorization) throws Exception {
        String names = authorization.replaceAll(".*SignedHeaders=([^,]+),.*", "$1");
        assertThat(names.split(";", -1)).contains("host", "content-type", "x-amz-date");
        String headers = Stream.of(names.split(";", -1))
                .map(name -> name + ":" + value(signed, name) + "\n")
                .collect(Collectors.joining());
        String canonical = String.join(
                "\n",
                "POST",
                "/model/anthropic.claude-3-haiku-20240307-v1%253A0/converse",
                "",
                headers,
                names,
                sha256(BODY));
        String told = "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-west-2/bedrock/aws4_request\n"
                + sha256(canonical.getBytes(StandardCharsets.UTF_8));
        byte[] key = ("AWS4" + KEYS.secret()).getBytes(StandardCharsets.UTF_8);
        for (String part : new String[] {"20150830", "us-west-2", "bedrock", "aws4_request", told}) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(key);
    }

    private static String value(Map<String, String> signed, String name) {
        return name.equals("host")
                ? "bedrock-runtime.us-west-2.amazonaws.com"
                : signed.entrySet().stream()
                        .filter(header -> header.getKey().equalsIgnoreCase(name))
                        .findFirst()
                        .orElseThrow()
                        .getValue();
    }

    private static byte[] hmac(byte[] key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void aTemporaryCredentialSendsItsToken() {
        Credential.Keys temporary = new Credential.Keys("ASIAEXAMPLE", "secret", "token", null);
        Map<String, String> signed = Signature.signed(temporary, URL, HEADERS, BODY, CLOCK);
        assertThat(signed).containsEntry("X-Amz-Security-Token", "token");
        assertThat(signed.get("Authorization")).contains("x-amz-security-token");
        assertThat(signed.toString()).doesNotContain("secret\"");
    }

    @Test
    void anotherBodyHasAnotherSignature() {
        byte[] other = "{}".getBytes(StandardCharsets.UTF_8);
        assertThat(Signature.signed(KEYS, URL, HEADERS, BODY, CLOCK).get("Authorization"))
                .isNotEqualTo(Signature.signed(KEYS, URL, HEADERS, other, CLOCK).get("Authorization"));
    }

    @Test
    void theRegionIsTheAddressesElseTheCredentials() {
        assertThat(Signature.region("bedrock-runtime.eu-west-1.amazonaws.com", "us-east-2"))
                .isEqualTo("eu-west-1");
        assertThat(Signature.region("bedrock-runtime-fips.us-east-1.amazonaws.com", null))
                .isEqualTo("us-east-1");
        assertThat(Signature.region("vpce-0a-1b.bedrock-runtime.eu-central-1.vpce.amazonaws.com", null))
                .isEqualTo("eu-central-1");
        assertThat(Signature.region("proxy.example", "us-east-2")).isEqualTo("us-east-2");
        assertThat(Signature.region("proxy.example", null)).isEqualTo("us-east-1");
    }
}
