package dev.tollgate.auth.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.auth.workload.TokenJudge.Verdict;
import dev.tollgate.contract.auth.v1.Workload;
import dev.tollgate.local.testing.TokenIssuer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenJudgeTest {
    private static final TokenIssuer ISSUER = new TokenIssuer();
    private final Instant now = Instant.now();

    @AfterAll
    static void close() {
        ISSUER.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "RS256"})
    void aPodsTokenProvesItsServiceAccountUntilItsEnd(String algorithm) {
        try (TokenIssuer issuer = new TokenIssuer(algorithm)) {
            Map<String, @Nullable Object> claims = issuer.claims("team-a", "chat");
            claims.put("exp", now.getEpochSecond() + 100);
            assertThat(judge(issuer, issuer.sign(claims)))
                    .isEqualTo(new Verdict.Proved(
                            new Workload(issuer.issuer(), "team-a", "chat"),
                            Instant.ofEpochSecond(now.getEpochSecond() + 100)));
        }
    }

    @Test
    void oneOfSeveralAudiencesIsEnough() {
        assertThat(judged(claims -> claims.put("aud", List.of("vault", "tollgate"))))
                .isInstanceOf(Verdict.Proved.class);
    }

    @Test
    void aTokenForAnotherIsRefused() {
        assertThat(refusal(claims -> claims.put("aud", List.of("vault")))).isEqualTo(Reason.AUDIENCE);
        assertThat(refusal(claims -> claims.put("aud", "https://kubernetes.default.svc")))
                .isEqualTo(Reason.AUDIENCE);
        assertThat(refusal(claims -> claims.remove("aud"))).isEqualTo(Reason.AUDIENCE);
    }

    @Test
    void aTokenOutsideItsTimeIsRefused() {
        assertThat(refusal(claims -> claims.put("exp", now.getEpochSecond() - 60)))
                .isEqualTo(Reason.EXPIRED);
        assertThat(refusal(claims -> claims.put("nbf", now.getEpochSecond() + 60)))
                .isEqualTo(Reason.TIME);
        assertThat(judged(claims -> claims.put("nbf", now.getEpochSecond() + 3)))
                .as("of another clock")
                .isInstanceOf(Verdict.Proved.class);
    }

    @Test
    void aTokenWithoutAnEndOrGoodForMoreThanADayIsRefused() {
        assertThat(refusal(claims -> claims.remove("exp"))).isEqualTo(Reason.CLAIMS);
        assertThat(refusal(claims -> claims.put("exp", now.getEpochSecond() + 25 * 3600)))
                .isEqualTo(Reason.TIME);
    }

    @Test
    void aTokenThatIsNoPodsIsRefused() {
        assertThat(refusal(claims -> claims.remove("kubernetes.io"))).isEqualTo(Reason.CLAIMS);
        for (String part : List.of("namespace", "serviceaccount", "pod")) {
            assertThat(refusal(claims -> {
                        Map<Object, Object> kubernetes = new LinkedHashMap<>((Map<?, ?>) claims.get("kubernetes.io"));
                        kubernetes.remove(part);
                        claims.put("kubernetes.io", kubernetes);
                    }))
                    .as(part)
                    .isEqualTo(Reason.CLAIMS);
        }
    }

    @Test
    void aSubjectThatSaysAnotherNameThanTheClaimsIsRefused() {
        assertThat(refusal(claims -> claims.put("sub", "system:serviceaccount:team-b:chat")))
                .isEqualTo(Reason.CLAIMS);
        assertThat(refusal(claims -> claims.remove("sub"))).isEqualTo(Reason.CLAIMS);
    }

    @Test
    void anIssuerThatIsNotKnownIsRefused() {
        assertThat(refusal(claims -> claims.put("iss", "https://elsewhere.example")))
                .isEqualTo(Reason.ISSUER);
        assertThat(refusal(claims -> claims.remove("iss"))).isEqualTo(Reason.ISSUER);
    }

    @Test
    void aKeyThatIsNotKnownIsToldApartFromAWrongSignature() {
        try (TokenIssuer other = new TokenIssuer()) {
            Map<String, @Nullable Object> claims = other.claims("team-a", "chat");
            claims.put("iss", ISSUER.issuer());
            assertThat(judge(ISSUER, other.sign(claims))).isEqualTo(new Verdict.KeyUnknown(ISSUER.issuer()));
        }
        String token = ISSUER.token("team-a", "chat");
        String[] parts = token.split("\\.", -1);
        String forged =
                new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8).replace("team-a", "team-b");
        assertThat(judge(ISSUER, parts[0] + "." + encoded(forged) + "." + parts[2]))
                .isEqualTo(new Verdict.Refused(Reason.SIGNATURE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS256", "ES384", "PS256"})
    void noOtherAlgorithmIsTaken(String algorithm) {
        String[] parts = ISSUER.token("team-a", "chat").split("\\.", -1);
        String header =
                new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8).replace("ES256", algorithm);
        assertThat(judge(ISSUER, encoded(header) + "." + parts[1] + "." + parts[2]))
                .isNotInstanceOf(Verdict.Proved.class);
    }

    @Test
    void whatIsNoTokenIsRefused() {
        assertThat(judge(ISSUER, "eyJhbGciOiJFUzI1NiJ9.bm90IGpzb24.c2ln"))
                .isEqualTo(new Verdict.Refused(Reason.MALFORMED));
        assertThat(judge(ISSUER, "sk-abc")).isEqualTo(new Verdict.Refused(Reason.MALFORMED));
    }

    private @Nullable Reason refusal(Consumer<Map<String, @Nullable Object>> change) {
        return judged(change) instanceof Verdict.Refused(Reason reason) ? reason : null;
    }

    private Verdict judged(Consumer<Map<String, @Nullable Object>> change) {
        Map<String, @Nullable Object> claims = ISSUER.claims("team-a", "chat");
        change.accept(claims);
        return judge(ISSUER, ISSUER.sign(claims));
    }

    private Verdict judge(TokenIssuer issuer, String token) {
        return TokenJudge.judge(token, "tollgate", Map.of(issuer.issuer(), keys(issuer)), Instant.now());
    }

    private static List<JsonWebKey> keys(TokenIssuer issuer) {
        try {
            return new JsonWebKeySet(issuer.keys()).getJsonWebKeys();
        } catch (JoseException e) {
            throw new AssertionError(e);
        }
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
