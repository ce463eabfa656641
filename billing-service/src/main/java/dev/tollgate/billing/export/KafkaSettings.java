package dev.tollgate.billing.export;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.Config;

/// What Kafka's producer is configured by: what the export relies on, which nobody may change, and what an operator
/// adds under `tollgate.kafka.`, above all for TLS and SASL, with Kafka's own names.
///
/// @param producer Kafka's own properties
record KafkaSettings(Map<String, Object> producer) {
    static final String PREFIX = "tollgate.kafka.";

    private static final String VARIABLES = "TOLLGATE_KAFKA_";
    /// For one partition in one request, of which there is one at a time.
    private static final int PARTITION_BYTES = 128 * 1024;

    private static final Duration RECONNECT_MAX = Duration.ofSeconds(10);
    /// The codecs that the JDK has: natives of the others are not shipped.
    private static final Set<String> CODECS = Set.of("none", "gzip");

    KafkaSettings {
        producer = Map.copyOf(producer);
    }

    /// Whether usage is exported at all.
    static boolean isExportOn(ExportConfig config) {
        return config.servers().filter(servers -> !servers.isBlank()).isPresent();
    }

    /// @param added Kafka's names and values, from [#added]
    /// @throws IllegalArgumentException when what is added contradicts the promise of the export
    static KafkaSettings of(ExportConfig config, Map<String, String> added) {
        Map<String, Object> fixed = Map.ofEntries(
                Map.entry(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        config.servers().orElse("")),
                Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
                Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true"),
                // A second request under way could overtake a first one that fails for good.
                Map.entry(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1"),
                Map.entry(ProducerConfig.RETRIES_CONFIG, Integer.toString(Integer.MAX_VALUE)),
                Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(config.deliverWithin())),
                Map.entry(
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        millis(config.deliverWithin().dividedBy(2))),
                Map.entry(
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        millis(config.deliverWithin().dividedBy(2))),
                Map.entry(
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        Long.toString(config.messageBytes().asLongValue())),
                Map.entry(
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        Long.toString(2
                                * (config.batchBytes().asLongValue()
                                        + config.messageBytes().asLongValue()))),
                Map.entry(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName()),
                Map.entry(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName()));
        if (config.lease().compareTo(config.deliverWithin().multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("tollgate.billing.export.lease must be twice deliver-within, or longer");
        }
        added.keySet().stream().filter(fixed::containsKey).sorted().findFirst().ifPresent(name -> {
            throw new IllegalArgumentException(PREFIX + name + " is not for configuration");
        });
        String codec = added.getOrDefault(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
        if (!CODECS.contains(codec)) {
            throw new IllegalArgumentException(
                    PREFIX + ProducerConfig.COMPRESSION_TYPE_CONFIG + " is " + codec + ": there are none and gzip");
        }
        Map<String, Object> all = new HashMap<>();
        all.put(ProducerConfig.CLIENT_ID_CONFIG, "tollgate-billing");
        all.put(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(PARTITION_BYTES));
        all.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, millis(RECONNECT_MAX));
        all.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, "false");
        all.putAll(added);
        all.putAll(fixed);
        return new KafkaSettings(all);
    }

    /// Each message in a request of its own.
    Map<String, Object> alone() {
        Map<String, Object> alone = new HashMap<>(producer);
        alone.put(ProducerConfig.BATCH_SIZE_CONFIG, "0");
        return alone;
    }

    /// What an operator added: properties below the prefix, or variables such as
    /// `TOLLGATE_KAFKA_SECURITY_PROTOCOL`, whose underscores are Kafka's dots.
    static Map<String, String> added(Config config, Map<String, String> environment) {
        Map<String, String> added = new HashMap<>();
        for (String name : config.getPropertyNames()) {
            if (name.startsWith(PREFIX)) {
                config.getOptionalValue(name, String.class)
                        .ifPresent(value ->
                                added.put(name.substring(PREFIX.length()).replace("\"", ""), value));
            }
        }
        environment.forEach((name, value) -> {
            if (name.startsWith(VARIABLES)) {
                added.put(
                        name.substring(VARIABLES.length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.'),
                        value);
            }
        });
        // TOLLGATE_KAFKA_SERVERS, which is ours.
        added.remove("servers");
        return added;
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
