package dev.tollgate.routing.credential;

import dev.tollgate.contract.routing.v1.MasterKeys;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// The secrets that management has set, and the master keys that seal them.
@ApplicationScoped
public class ManagedCredentials {
    private static final Logger LOG = Logger.getLogger(ManagedCredentials.class);

    /// What a re-encryption came to.
    public record Resealed(int resealed, int unchanged) {}

    private final MasterKeys keys;
    private final Clock clock = Clock.systemUTC();

    public ManagedCredentials(@ConfigProperty(name = "tollgate.master-keys") String masterKeys) {
        this.keys = MasterKeys.parse(masterKeys);
    }

    /// The master keys, newest first.
    public MasterKeys keys() {
        return keys;
    }

    /// All secrets by provider; one that no master key opens is left out and logged.
    public Uni<Map<String, String>> opened() {
        return Panache.withSession(ManagedCredential::all).map(this::open);
    }

    /// Stores a provider's secret, replacing the one before.
    public Uni<Void> set(String provider, String secret) {
        return Panache.withTransaction(() -> ManagedCredential.<ManagedCredential>findById(provider)
                        .onItem()
                        .ifNull()
                        .switchTo(() -> create(provider))
                        .invoke(row -> row.seal(keys, secret, clock.instant()))
                        .chain(row -> row.<ManagedCredential>persist()))
                .replaceWithVoid();
    }

    /// Forgets a provider's secret, within the present transaction.
    public Uni<Void> forget(String provider) {
        return ManagedCredential.deleteById(provider).replaceWithVoid();
    }

    /// Seals every secret under the newest master key; those that cannot be opened stay as they are.
    public Uni<Resealed> reseal() {
        return Panache.withTransaction(() -> ManagedCredential.all().map(this::reseal));
    }

    private static Uni<ManagedCredential> create(String provider) {
        ManagedCredential row = new ManagedCredential();
        row.provider = provider;
        return Uni.createFrom().item(row);
    }

    private Resealed reseal(List<ManagedCredential> rows) {
        int resealed = 0;
        Map<String, String> secrets = open(rows);
        for (ManagedCredential row : rows) {
            String secret = secrets.get(row.provider);
            if (secret != null && !row.keyId.equals(keys.newest())) {
                row.seal(keys, secret, clock.instant());
                resealed++;
            }
        }
        return new Resealed(resealed, rows.size() - resealed);
    }

    private Map<String, String> open(List<ManagedCredential> rows) {
        Map<String, String> secrets = new HashMap<>();
        for (ManagedCredential row : rows) {
            try {
                secrets.put(row.provider, row.open(keys));
            } catch (IllegalArgumentException e) {
                LOG.errorf("the credential of %s cannot be opened: %s", row.provider, e.getMessage());
            }
        }
        return secrets;
    }
}
