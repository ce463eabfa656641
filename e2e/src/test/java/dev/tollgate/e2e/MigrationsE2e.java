package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Migrations as a cluster runs them: a Job before the pods, which wait for it.
class MigrationsE2e {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Map<String, String> ONLY = Map.of("TOLLGATE_MIGRATIONS", "only");

    private final Suite suite = Suite.running();

    @ParameterizedTest
    @ValueSource(strings = {"auth", "routing", "billing"})
    void aPodWaitsForTheJobThatMigratesAndThenEnds(String service) {
        Pod.Database database = Pod.Database.empty(suite);
        try (Pod pod = new Pod(suite, service, database, Map.of("TOLLGATE_MIGRATIONS", "wait"))) {
            await().atMost(SOON).until(() -> pod.log().contains("waiting: migrations"));
            assertThat(pod.isListening()).isFalse();

            try (Pod job = new Pod(suite, service, database, ONLY)) {
                assertThat(job.exitCode()).as(job.log()).isZero();
                assertThat(job.log()).contains("the schema is migrated").doesNotContain("Listening on: http");
            }
            await().atMost(SOON).until(pod::isListening);
            await().atMost(SOON).until(() -> pod.probe("ready").statusCode() == 200);
        }
        try (Pod again = new Pod(suite, service, database, ONLY)) {
            assertThat(again.exitCode()).as(again.log()).isZero();
        }
    }

    @Test
    void aPodThatWaitsOutlivesAPostgresThatFallsSilentAgainAndAgain() {
        Pod.Database database = Pod.Database.empty(suite);
        try (Line line = Line.open();
                Pod pod = new Pod(suite, "billing", database.by(line), Map.of("TOLLGATE_MIGRATIONS", "wait"))) {
            await().atMost(SOON).until(() -> said(pod, "waiting: migrations") == 1);
            for (int broken = 1; broken <= 3; broken++) {
                int looks = broken;
                line.silence();
                await("a look without an answer ends")
                        .atMost(SOON)
                        .until(() -> said(pod, "waiting: Postgres does not answer") == looks);
                line.mend();
                await("the next look has a connection")
                        .atMost(SOON)
                        .until(() -> said(pod, "waiting: migrations") == looks + 1);
            }
            try (Pod job = new Pod(suite, "billing", database, ONLY)) {
                assertThat(job.exitCode()).as(job.log()).isZero();
            }
            await().atMost(SOON).until(pod::isListening);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth", "routing", "billing"})
    void aPodThatWaitedInVainEndsToBeStartedAgain(String service) {
        Map<String, String> impatient = Map.of("TOLLGATE_MIGRATIONS", "wait", "TOLLGATE_MIGRATIONS_PATIENCE", "1s");
        try (Pod pod = new Pod(suite, service, Pod.Database.empty(suite), impatient)) {
            assertThat(pod.exitCode()).isEqualTo(1);
            assertThat(pod.log()).contains("applied by somebody else");
        }
    }

    private static long said(Pod pod, String message) {
        return pod.log().lines().filter(line -> line.contains(message)).count();
    }
}
