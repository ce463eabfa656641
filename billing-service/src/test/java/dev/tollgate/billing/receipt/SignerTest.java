package dev.tollgate.billing.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tollgate.contract.receipt.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignerTest {
    private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");
    private static final Duration NOTICE = Duration.ofHours(24);
    private static final SigningKey OLD = key("k1", 1);
    private static final SigningKey NEW = key("k2", 2);

    @Test
    void rule20ANewKeySignsWhenItHasBeenShownForADay() {
        List<SigningKey> configured = List.of(NEW, OLD);
        List<PublishedKey> published = List.of(shown(OLD, MAY.minus(Duration.ofDays(90))), shown(NEW, MAY));
        assertThat(choose(configured, published, MAY.plus(NOTICE).minusMillis(1)))
                .contains("k1");
        assertThat(choose(configured, published, MAY.plus(NOTICE))).contains("k2");
    }

    @Test
    void theFirstKeyOfADeploymentSignsAtOnce() {
        assertThat(choose(List.of(OLD), List.of(shown(OLD, MAY)), MAY)).contains("k1");
    }

    @Test
    void withoutTheOldKeyTheNewOneSignsBeforeItsTime() {
        List<PublishedKey> published = List.of(shown(OLD, MAY.minus(Duration.ofDays(90))), shown(NEW, MAY));
        assertThat(choose(List.of(NEW), published, MAY)).contains("k2");
    }

    @Test
    void anUnpublishedKeySignsNothing() {
        assertThat(choose(List.of(OLD), List.of(), MAY)).isEmpty();
        assertThat(choose(List.of(), List.of(shown(OLD, MAY)), MAY)).isEmpty();
    }

    @Test
    void anIdIsNeverGivenToAnotherKey() {
        assertThatIllegalStateException()
                .isThrownBy(() -> choose(List.of(key("k1", 3)), List.of(shown(OLD, MAY)), MAY))
                .withMessageContaining("k1 is not the one that was published");
    }

    private static Optional<String> choose(List<SigningKey> configured, List<PublishedKey> published, Instant now) {
        return Signer.choose(configured, published, now, NOTICE).map(SigningKey::id);
    }

    private static PublishedKey shown(SigningKey key, Instant at) {
        return new PublishedKey(key.id(), HexFormat.of().formatHex(key.publicKey()), at);
    }

    private static SigningKey key(String id, int seed) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) seed;
        return SigningKey.parse(id + ":" + Base64.getEncoder().encodeToString(bytes))
                .getFirst();
    }
}
