package dev.tollgate.edge.key;

import dev.tollgate.edge.peers.PeersProfile;
import java.util.HashMap;
import java.util.Map;

/// How the edge is set up in these tests.
final class KeyProfiles {
    private KeyProfiles() {}

    /// An hour's figures in seconds, to live through an outage.
    public static class InSeconds extends PeersProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = new HashMap<>(super.getConfigOverrides());
            config.put("tollgate.edge.key.ttl", "1s");
            config.put("tollgate.edge.key.ttl-unheard", "300ms");
            config.put("tollgate.edge.key.outage-grace", "4s");
            config.put("tollgate.edge.key.refresh-pause", "200ms");
            config.put("tollgate.edge.peers.stale-after", "1s");
            return config;
        }
    }
}
