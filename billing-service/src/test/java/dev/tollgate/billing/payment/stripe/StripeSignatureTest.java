package dev.tollgate.billing.payment.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.payment.Reading;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StripeSignatureTest {
    private static final long NOW = 1_790_000_000;
    private static final long LONG_AGO = NOW - 86_400;
    private static final String SECRET = "whsec_ours";
    private static final String EVENT = """
            {"id":"evt_1","type":"charge.updated","livemode":false,"created":1,"data":{"object":{"id":"ch_1"}}}""";

    private final StripeSignature signature = new StripeSignature(
            List.of(SECRET, " whsec_next "), false, 300, Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC));

    @Test
    void takesWhatIsSignedNowByAnyOfTheSecrets() {
        assertThat(read(header(NOW, SECRET))).isInstanceOf(Reading.Told.class);
        assertThat(read(header(NOW - 300, "whsec_next"))).isInstanceOf(Reading.Told.class);
        assertThat(read(header(NOW, SECRET) + ",v0=00ff")).isInstanceOf(Reading.Told.class);
    }

    @Test
    void refusesWhatAnotherSignedAndWhatWasChanged() {
        assertThat(read(header(NOW, "whsec_theirs"))).isEqualTo(new Reading.Forged("bad_signature"));
        assertThat(signature.read(
                        EVENT.replace("evt_1", "evt_2").getBytes(StandardCharsets.UTF_8), header(NOW, SECRET)))
                .isEqualTo(new Reading.Forged("bad_signature"));
    }

    @Test
    void refusesWhatIsOldOrOfTheFuture() {
        assertThat(read(header(NOW - 301, SECRET))).isEqualTo(new Reading.Forged("too_old"));
        assertThat(read(header(NOW + 301, SECRET))).isEqualTo(new Reading.Forged("too_old"));
    }

    /// The signed time and the time whose age is judged are one, whatever else the header says.
    @Test
    void refusesAnOldSignatureBesideAFreshTime() {
        String old = header(LONG_AGO, SECRET);
        for (String dressed : List.of(
                "x=1, t=" + NOW + "," + old,
                "t=" + NOW + "," + old,
                " t=" + NOW + "," + old,
                old + ",t=" + NOW,
                old.replace("t=", "t=000000") + ",t=" + NOW,
                old.replace("t=", "t=+") + ",t=" + NOW)) {
            assertThat(read(dressed)).as(dressed).isInstanceOf(Reading.Forged.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t",
                "t,v1=00",
                "t=,v1=00",
                "t=x,v1=00",
                "v1=00",
                "t=1790000000",
                "t=1790000000,v1=zz",
                "=",
                ",",
                "é"
            })
    void refusesAHeaderThatIsNone(String header) {
        assertThat(read(header)).isEqualTo(new Reading.Forged("bad_signature"));
    }

    private Reading read(String header) {
        return signature.read(EVENT.getBytes(StandardCharsets.UTF_8), header);
    }

    private static String header(long seconds, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] sum = mac.doFinal((seconds + "." + EVENT).getBytes(StandardCharsets.UTF_8));
            return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(sum);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
