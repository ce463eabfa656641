package dev.tollgate.ratelimit;

import dev.tollgate.ratelimit.store.ScriptsByTestClock;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.Set;

/// Minutes of sixty seconds, which the test passes as it likes; the edges' own clocks are real.
public class ByTestClock implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(ScriptsByTestClock.class);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("tollgate.ratelimit.restoration.every", "20ms", "tollgate.ratelimit.restoration.pause", "100ms");
    }
}
