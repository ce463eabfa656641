package dev.tollgate.edge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.billing.v1.UsageFrame;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// A stream that does not end in the time that a stopping edge has. One test: there is no way back.
@QuarkusTest
@TestProfile(DrainTimeServiceTest.Impatient.class)
@NullUnmarked
class DrainTimeServiceTest extends PipelineRig {
    public static class Impatient extends PipelineRig.Alone {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = super.getConfigOverrides();
            config.put("tollgate.edge.drain.timeout", "300ms");
            config.put("tollgate.edge.drain.quiet", "10s");
            return config;
        }
    }

    @Inject
    Event<ShutdownDelayInitiatedEvent> told;

    @Test
    void aStreamPastItsTimeIsToldWhyAndPaysForWhatItGot() throws Exception {
        world.provider.script.add(Provider.beginning());
        try (Kept stream = new Kept(url, secret)) {
            stream.ask(body("m", ",\"stream\":true"));
            stream.until("one two three four");

            told.fire(new ShutdownDelayInitiatedEvent());

            assertThat(stream.until("\r\n0\r\n\r\n"))
                    .contains("\"code\":\"service_unavailable\"")
                    .doesNotContain("[DONE]");
        }
        await().until(() -> world.records(account).size() == 1);
        UsageFrame.Done record = world.records(account).getFirst();
        assertThat(record.outcome()).isEqualTo(UsageFrame.Outcome.CANCELLED);
        assertThat(record.quantities().get("output"))
                .as("our own count of what was delivered")
                .isBetween(4L, 5L);
        assertThat(counter("tollgate.edge.drain.cut")).isEqualTo(1);
    }
}
