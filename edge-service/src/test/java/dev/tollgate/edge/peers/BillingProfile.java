package dev.tollgate.edge.peers;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/// Billing is a stub on a port known beforehand, which each test starts and stops; Redis is not there.
public class BillingProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.rest-client.billing.url",
                "http://127.0.0.1:" + AuthStub.freePort(),
                "quarkus.redis.hosts",
                "redis://127.0.0.1:" + AuthStub.freePort(),
                "tollgate.edge.peers.poll-interval",
                "50ms",
                "tollgate.edge.credit.idle-close",
                "2s");
    }
}
