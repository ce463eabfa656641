package dev.tollgate.edge.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.billing.v1.Quantities;
import org.junit.jupiter.api.Test;

class ConversationTest {
    private final Conversation conversation = new Conversation();

    @Test
    void countsWhatWasSentUntilTheProviderCounts() {
        conversation.sentText(400);
        conversation.sentAudio(64_000);
        assertThat(conversation.tokens()).isEqualTo(100 + 10);
        conversation.answered(Quantities.of(130, 20));
        assertThat(conversation.tokens()).isEqualTo(150);
        conversation.sentText(40);
        assertThat(conversation.tokens()).isEqualTo(160);
    }
}
