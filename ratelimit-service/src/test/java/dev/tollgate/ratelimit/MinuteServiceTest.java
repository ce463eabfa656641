package dev.tollgate.ratelimit;

import static dev.tollgate.ratelimit.Caller.rpm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.ratelimit.v1.PermitAnswer;
import dev.tollgate.contract.ratelimit.v1.Subject;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A real minute by Redis' own clock: `-Dtollgate.excluded=` runs it.
@QuarkusTest
@TestProfile(MinuteServiceTest.Profile.class)
@QuarkusTestResource(value = RedisResource.class, restrictToAnnotatedClass = true)
@Tag("long")
@NullUnmarked
class MinuteServiceTest {
    public static class Profile implements QuarkusTestProfile {}

    private static final int LIMIT = 10;
    private static final long MINUTE_NANOS = 60_000_000_000L;

    private final Caller edge = new Caller("edge-a");
    private final Subject account = Caller.account();

    @Test
    void rule15AtMostTenInAnySixtySecondsAndNoFewer() {
        List<long[]> admitted = new ArrayList<>();
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < MINUTE_NANOS * 9 / 4) {
            long asked = System.nanoTime();
            PermitAnswer answer = edge.ask(rpm(account, LIMIT));
            if (answer.refusal() == null) {
                admitted.add(new long[] {asked, System.nanoTime()});
                Caller.until(asked, 700);
            } else {
                Caller.until(asked, Math.min(900, answer.refusal().retryAfterMillis()));
            }
        }
        assertThat(admitted).hasSize(3 * LIMIT);
        for (int i = LIMIT; i < admitted.size(); i++) {
            assertThat(admitted.get(i)[1] - admitted.get(i - LIMIT)[0]).isGreaterThanOrEqualTo(MINUTE_NANOS);
        }
    }
}
