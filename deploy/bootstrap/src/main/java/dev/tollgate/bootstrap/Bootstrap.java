package dev.tollgate.bootstrap;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes what a new installation lacks: the first operator's credentials, and in a quickstart also all other
/// Secrets, and a demo account with a key. What is there is left as it is, so that it may run at each rollout.
final class Bootstrap {
    /// The Secret that people read: `admin-token`, and in a quickstart `demo-key`.
    static final String BOOTSTRAP = "tollgate-bootstrap";

    static final String ADMIN_TOKEN = "admin-token";

    /// @param quickstart whether Postgres and Redis of the cluster's own and a demo key are wanted
    /// @param owner a ServiceAccount with which the Secrets are deleted; null where they outlive everything
    /// @param console the console's address in the cluster
    /// @param patience how long the console is waited for
    record Settings(boolean quickstart, @Nullable String owner, String console, Duration patience) {}

    private final Secrets secrets;
    private final Settings settings;
    private final Consumer<String> out;

    /// @param out for what was done, never a secret
    Bootstrap(KubeApi api, Settings settings, Consumer<String> out) {
        this.secrets = new Secrets(api);
        this.settings = settings;
        this.out = out;
    }

    void run() {
        if (settings.quickstart()) {
            wanted().forEach(this::make);
        }
        Set<String> added = secrets.addMissing(BOOTSTRAP, Map.of(ADMIN_TOKEN, Secrets.random()));
        out.accept("Secret " + BOOTSTRAP + ": " + (added.isEmpty() ? "is there" : "admin-token made"));
        belong();
        if (settings.quickstart()) {
            String token = secrets.read(BOOTSTRAP).get(ADMIN_TOKEN);
            if (token == null) {
                throw new BootstrapException("somebody took the admin token out of the Secret " + BOOTSTRAP);
            }
            Management console = new Management(URI.create(settings.console()), token);
            new DemoKey(secrets, console, settings.patience(), out).make();
        }
    }

    private void belong() {
        Set<String> names = new TreeSet<>(Set.of(BOOTSTRAP));
        if (settings.quickstart()) {
            names.addAll(wanted().keySet());
        }
        secrets.belongTo(settings.owner(), names)
                .forEach(name -> out.accept("Secret " + name + ": "
                        + (settings.owner() == null ? "outlives the installation" : "goes with the installation")));
    }

    /// A Secret is made whole or not at all: half of one is its owner's to complete.
    private void make(String name, Map<String, String> values) {
        Map<String, String> there = secrets.read(name);
        if (there.isEmpty()) {
            Set<String> added = secrets.addMissing(name, values);
            out.accept("Secret " + name + ": " + (added.isEmpty() ? "is there" : "made"));
            return;
        }
        Set<String> missing = new TreeSet<>(values.keySet());
        missing.removeAll(there.keySet());
        if (!missing.isEmpty()) {
            throw new BootstrapException(
                    "the Secret %s lacks %s: add it, or delete the Secret".formatted(name, String.join(", ", missing)));
        }
        out.accept("Secret " + name + ": is there");
    }

    /// In the order in which they are made: pods start without the first, which is optional, but not without the
    /// others.
    private static Map<String, Map<String, String>> wanted() {
        Map<String, Map<String, String>> wanted = new LinkedHashMap<>();
        wanted.put("tollgate-receipts", Map.of("TOLLGATE_RECEIPT_KEYS", "k1:" + Secrets.randomKey()));
        wanted.put("tollgate-internal", Map.of("TOLLGATE_INTERNAL_TOKENS", Secrets.random()));
        wanted.put("tollgate-master-keys", Map.of("TOLLGATE_MASTER_KEYS", "k1:" + Secrets.randomKey()));
        wanted.put("tollgate-redis", Map.of("TOLLGATE_REDIS_URL", "redis://tollgate-redis:6379"));
        wanted.put(
                "tollgate-postgres",
                Map.of(
                        "TOLLGATE_DB_REACTIVE_URL", "postgresql://tollgate-postgres:5432/tollgate",
                        "TOLLGATE_DB_JDBC_URL", "jdbc:postgresql://tollgate-postgres:5432/tollgate",
                        "TOLLGATE_DB_USER", "tollgate",
                        "TOLLGATE_DB_PASSWORD", Secrets.random()));
        return wanted;
    }
}
