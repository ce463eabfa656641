package dev.tollgate.contract.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReceiptCheckTest {
    private static final SigningKey KEY = SigningKey.of("k1", new byte[32]);
    private static final SigningKey OTHER =
            SigningKey.of("k2", "another seed of thirty-two bytes".getBytes(StandardCharsets.UTF_8));
    private static final PublicKeys KEYS = PublicKeys.of(Map.of("k1", KEY.publicKey(), "k2", OTHER.publicKey()));

    @Test
    void aGenuineReceiptHasNoDifference() {
        assertThat(check(signed(receipt()))).isEmpty();
    }

    /// Made by Python's `cryptography` and `json` (sorted keys, no spaces) of the same seed and payload.
    @Test
    void theSignatureIsThatOfAnotherImplementation() {
        assertThat(ReceiptSignature.sign(Map.of("kid", "k1", "charge", "7", "n", 3), KEY))
                .isEqualTo("eyJhbGciOiJFZERTQSIsImtpZCI6ImsxIn0..79A5_ZCUNvVTWuuZVGFi-kDw4n6QXgO9I6TrSIsaUkl"
                        + "S6cvE4lOw656HBw3zsTSgJGl8TAFJDOAPMIehK6sjBA");
    }

    @Test
    void spacesAndTheOrderOfFieldsDoNotMatter() throws Exception {
        ObjectMapper json = new ObjectMapper();
        Map<String, @Nullable Object> signed = signed(receipt());
        Map<String, Object> reversed = new LinkedHashMap<>();
        signed.keySet().stream().sorted((one, other) -> other.compareTo(one)).forEach(key -> {
            Object value = signed.get(key);
            if (value != null) {
                reversed.put(key, value);
            }
        });
        String pretty = json.writerWithDefaultPrettyPrinter().writeValueAsString(reversed);
        assertThat(check(json.readValue(pretty, new TypeReference<Map<String, Object>>() {})))
                .isEmpty();
    }

    @Test
    void namesWhatIsWrongWithTheSignature() {
        Map<String, @Nullable Object> altered = signed(receipt());
        altered.put("model", "cheaper");
        assertThat(check(altered)).contains("signature: key k1 did not sign this");

        Map<String, @Nullable Object> none = receipt();
        assertThat(check(none)).contains("signature: there is none");

        Map<String, @Nullable Object> unknown = signed(receipt());
        assertThat(ReceiptCheck.firstDifference(unknown, PublicKeys.of(Map.of())))
                .contains("kid: the key k1 is not among the public keys");

        Map<String, @Nullable Object> renamed = signed(receipt());
        renamed.put("kid", "k2");
        assertThat(check(renamed)).contains("kid: the receipt says k2, its signature k1");

        Map<String, @Nullable Object> borrowed = receipt();
        borrowed.put("signature", ReceiptSignature.sign(borrowed, OTHER).replaceFirst("^[^.]*", header("k1")));
        assertThat(check(borrowed)).contains("signature: key k1 did not sign this");
    }

    @Test
    void takesNoOtherAlgorithmAndNoOtherForm() {
        for (String signature : List.of(
                encoded("{\"alg\":\"none\",\"kid\":\"k1\"}") + "..",
                encoded("{\"alg\":\"EdDSA\",\"kid\":\"k1\",\"crit\":[\"b64\"],\"b64\":false}") + "..AAAA",
                header("k1") + ".e30.AAAA",
                header("k1") + "..",
                header("k1") + "..====",
                "x")) {
            Map<String, @Nullable Object> receipt = receipt();
            receipt.put("signature", signature);
            assertThat(check(receipt)).as(signature).get().asString().startsWith("signature: ");
        }
    }

    @Test
    void namesTheComponentThatIsNotItsQuantityAtItsPrice() {
        Map<String, @Nullable Object> receipt = receipt();
        receipt.put("components", Map.of("input", "2501", "output", "1"));
        receipt.put("charge", "2502");
        receipt.put("collected", "2502");
        assertThat(check(signed(receipt)))
                .contains("components.output: 1 at 1000001 nano-credits per million are 2, the receipt says 1");
    }

    @Test
    void namesTheTotalThatIsNotTheSum() {
        Map<String, @Nullable Object> charge = receipt();
        charge.put("charge", "2504");
        assertThat(check(signed(charge))).contains("charge: the components sum to 2503, the receipt says 2504");

        Map<String, @Nullable Object> collected = receipt();
        collected.put("uncollected", "1");
        assertThat(check(signed(collected))).contains("collected: 2503 and 1 uncollected are not the charge of 2503");
    }

    @Test
    void namesAClassWithoutAPriceAndAnAmountThatIsNone() {
        Map<String, @Nullable Object> unpriced = receipt();
        unpriced.put("quantities", Map.of("input", 1000, "output", 1, "reasoning", 5));
        assertThat(check(signed(unpriced))).contains("receipt: prices.reasoning is no whole number, not negative");

        Map<String, @Nullable Object> unasked = receipt();
        unasked.put("prices", Map.of("input", "2500001", "output", "1000001", "searches", "5"));
        assertThat(check(signed(unasked))).contains("receipt: components.searches is no whole number, not negative");

        Map<String, @Nullable Object> negative = receipt();
        negative.put("uncollected", "-1");
        assertThat(check(signed(negative))).contains("receipt: uncollected is no whole number, not negative");

        Map<String, @Nullable Object> huge = receipt();
        huge.put("prices", Map.of("input", "9223372036854775807", "output", "1000001"));
        huge.put("quantities", Map.of("input", 9_000_000_000_000L, "output", 1));
        assertThat(check(signed(huge))).contains("receipt: components.input is out of range");
    }

    /// 1,000 × 2,500,001 ÷ 10^6 = 2,500.001, rounded up 2,501; 1 × 1,000,001 ÷ 10^6 = 1.000001, rounded up 2.
    private static Map<String, @Nullable Object> receipt() {
        Map<String, @Nullable Object> receipt = new HashMap<>();
        receipt.put("id", "01990000-0000-7000-8000-000000000001");
        receipt.put("model", "m");
        receipt.put("quantities", Map.of("input", 1000, "output", 1));
        receipt.put("prices", Map.of("input", "2500001", "output", "1000001"));
        receipt.put("components", Map.of("input", "2501", "output", "2"));
        receipt.put("charge", "2503");
        receipt.put("collected", "2503");
        receipt.put("uncollected", "0");
        receipt.put("kid", "k1");
        return receipt;
    }

    private static Map<String, @Nullable Object> signed(Map<String, @Nullable Object> receipt) {
        receipt.put("signature", ReceiptSignature.sign(receipt, KEY));
        return receipt;
    }

    private static Optional<String> check(Map<String, @Nullable Object> receipt) {
        return ReceiptCheck.firstDifference(receipt, KEYS);
    }

    private static String header(String id) {
        return encoded("{\"alg\":\"EdDSA\",\"kid\":\"" + id + "\"}");
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
