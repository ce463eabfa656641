package dev.tollgate.batch.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tollgate.contract.routing.v1.SealedBytes;
import dev.tollgate.local.testing.TestSecrets;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class AnswerSealTest {
    private static final String NEWER = "newer:" + Base64.getEncoder().encodeToString(new byte[32]);
    private static final byte[] ANSWER = "{\"said\":\"private\"}".getBytes(StandardCharsets.UTF_8);

    private final AnswerSeal seal = new AnswerSeal(TestSecrets.MASTER_KEYS);
    private final SealedBytes sealed = seal.seal(ANSWER, "batch_1", 7);

    @Test
    void anAnswerIsOpenedForItsLine() {
        assertThat(seal.open(sealed, "batch_1", 7)).isEqualTo(ANSWER);
        assertThat(new String(sealed.bytes(), StandardCharsets.ISO_8859_1)).doesNotContain("private");
    }

    @Test
    void anotherLineDoesNotOpenIt() {
        assertThatIllegalStateException().isThrownBy(() -> seal.open(sealed, "batch_1", 8));
        assertThatIllegalStateException().isThrownBy(() -> seal.open(sealed, "batch_2", 7));
    }

    @Test
    void anOlderKeyOpensWhatItSealed() {
        AnswerSeal rotated = new AnswerSeal(NEWER + "," + TestSecrets.MASTER_KEYS);

        assertThat(rotated.open(sealed, "batch_1", 7)).isEqualTo(ANSWER);
        assertThat(rotated.seal(ANSWER, "batch_1", 7).keyId()).isEqualTo("newer");
    }

    @Test
    void aKeyThatIsGoneIsNamedAndTheAnswerIsNot() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new AnswerSeal(NEWER).open(sealed, "batch_1", 7))
                .withMessage("the answer of line 7 of batch_1 cannot be opened, which test of TOLLGATE_MASTER_KEYS"
                        + " sealed: unknown master key test");
    }
}
