package dev.tollgate.edge.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CachedAnswerTest {
    private static final CachedAnswer ANSWER = new CachedAnswer(
            "application/json",
            Quantities.of(1_001, 7).with(UsageClass.CACHED_INPUT, 5),
            true,
            Buffer.buffer("{\"text\":\"grüße\"}"));

    @Test
    void isReadAsItWasWritten() {
        CachedAnswer read = CachedAnswer.read(ANSWER.written());

        assertThat(read).isEqualTo(ANSWER);
    }

    @Test
    void whatAnotherReleaseWroteOtherwiseIsNoAnswer() {
        byte[] later = ANSWER.written();
        later[0] = 2;

        assertThat(CachedAnswer.read(later)).isNull();
    }

    @Test
    void aClassThatThisReleaseDoesNotKnowIsNotChargedAsNothing() {
        String written = new String(ANSWER.written(), StandardCharsets.ISO_8859_1);
        byte[] later = written.replace("cached_input", "spoken_input").getBytes(StandardCharsets.ISO_8859_1);

        assertThat(CachedAnswer.read(later)).isNull();
    }

    @Test
    void whatWasCutIsNoAnswer() {
        byte[] written = ANSWER.written();

        assertThat(CachedAnswer.read(new byte[0])).isNull();
        assertThat(CachedAnswer.read(Arrays.copyOf(written, 20))).isNull();
    }
}
