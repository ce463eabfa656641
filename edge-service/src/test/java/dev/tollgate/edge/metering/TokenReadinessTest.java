package dev.tollgate.edge.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class TokenReadinessTest {
    @Test
    void theEdgeIsReadyOnceTheVocabulariesAreRead() {
        TokenCounter counter = new TokenCounter();
        TokenReadiness readiness = new TokenReadiness(counter);
        await().until(counter::isReady);
        assertThat(readiness.call().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void aCountThatIsAskedForEarlierWaits() {
        assertThat(new TokenCounter().count("gpt-4", "hello")).isOne();
    }
}
