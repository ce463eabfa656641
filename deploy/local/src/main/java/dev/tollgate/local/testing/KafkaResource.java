package dev.tollgate.local.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A broker that a test may kill, pause and start again: a field of type [KafkaNode] gets it. Billing is told to export
/// to it and how to log in. With the argument `running` = `false` the test starts it itself.
public final class KafkaResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable KafkaNode node;
    private boolean running = true;

    @Override
    public void init(Map<String, String> arguments) {
        running = Boolean.parseBoolean(arguments.getOrDefault("running", "true"));
    }

    @Override
    public Map<String, String> start() {
        KafkaNode made = KafkaNode.broker();
        node = made;
        if (running) {
            made.start();
        }
        return Map.of(
                "tollgate.billing.export.servers",
                made.servers(),
                "tollgate.kafka.security.protocol",
                "SASL_PLAINTEXT",
                "tollgate.kafka.sasl.mechanism",
                "PLAIN",
                "tollgate.kafka.sasl.jaas.config",
                KafkaNode.LOGIN,
                // As under load: one request carries several messages.
                "tollgate.kafka.linger.ms",
                "20");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(node, new TestInjector.MatchesType(KafkaNode.class));
    }

    @Override
    public void stop() {
        if (node != null) {
            node.close();
            node = null;
        }
    }
}
