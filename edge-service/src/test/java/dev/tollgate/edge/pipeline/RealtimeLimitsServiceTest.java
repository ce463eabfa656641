package dev.tollgate.edge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The limits of a session's own, in an edge where minutes are tenths of seconds.
@QuarkusTest
@TestProfile(RealtimeLimitsServiceTest.Brisk.class)
@NullUnmarked
class RealtimeLimitsServiceTest extends PipelineRig {
    public static class Brisk extends PipelineRig.Alone {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = super.getConfigOverrides();
            config.put("tollgate.edge.realtime.idle-max", "900ms");
            config.put("tollgate.edge.realtime.session-max", "5s");
            config.put("tollgate.edge.realtime.look-interval", "50ms");
            config.put("tollgate.edge.realtime.ping-interval", "400ms");
            return config;
        }
    }

    private final HttpClient talker = HttpClient.newHttpClient();

    @AfterEach
    void hangUp() {
        talker.shutdownNow();
        await().until(() -> gauge("tollgate.edge.realtime.sessions") == 0);
        assertThat(gauge("tollgate.credit.reserved.nanocredits")).isZero();
    }

    @Test
    void aSessionInWhichNothingIsSaidIsEndedAlthoughItAnswersPings() {
        try (Talk talk = talk()) {
            talk.hear("session.created", 1);
            assertThat(talk.hear("error", 1).getJsonObject("error").getString("code"))
                    .isEqualTo("session_idle");
            talk.awaitClose();
            assertThat(talk.closeCode).isEqualTo(1000);
        }
    }

    @Test
    void aSessionThatLastsTooLongIsEnded() {
        try (Talk talk = talk()) {
            talk.hear("session.created", 1);
            await().pollInterval(Duration.ofMillis(100))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> {
                        if (talk.closeCode == -1) {
                            talk.say("{\"type\":\"conversation.item.create\"}");
                        }
                        return !talk.all("error").isEmpty();
                    });
            assertThat(talk.hear("error", 1).getJsonObject("error").getString("code"))
                    .isEqualTo("session_expired");
            talk.awaitClose();
            assertThat(talk.closeCode).isEqualTo(1000);
        }
    }

    private Talk talk() {
        return Talk.byHeader(talker, URI.create("ws://" + url.getAuthority() + "/v1/realtime?model=live"), secret);
    }
}
