package dev.tollgate.edge.peers;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;

/// Auth and Redis are not there when the edge starts: each test starts and stops them on ports known beforehand.
public class PeersProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.rest-client.auth.url", "http://127.0.0.1:" + AuthStub.freePort(),
                "quarkus.redis.hosts", "redis://127.0.0.1:" + AuthStub.freePort(),
                "tollgate.edge.peers.bell-retry", "200ms");
    }

    /// Nothing is heard but by the door bell.
    public static class DeafProfile extends PeersProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = new HashMap<>(super.getConfigOverrides());
            config.put("tollgate.edge.peers.poll-interval", "1H");
            return config;
        }
    }
}
