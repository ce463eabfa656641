package dev.tollgate.ratelimit;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/// A "minute" of two seconds, so that tests see windows slide.
public class ShortWindows implements QuarkusTestProfile {
    public static final long WINDOW_MILLIS = 2_000;
    public static final long BUCKET_MILLIS = 100;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "tollgate.ratelimit.window.length", WINDOW_MILLIS + "ms",
                "tollgate.ratelimit.window.bucket", BUCKET_MILLIS + "ms",
                "tollgate.ratelimit.window.concurrency-lifetime", "1s",
                "tollgate.ratelimit.edges.note-every", "0ms",
                "tollgate.ratelimit.edges.memory", "2s");
    }
}
