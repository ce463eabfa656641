package dev.tollgate.billing.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {
    @Test
    void promisesAreFixed() {
        assertThat(KafkaSettings.of(config(Map.of()), Map.of()).producer())
                .containsEntry("bootstrap.servers", "k1:9092,k2:9092")
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", "true")
                .containsEntry("max.in.flight.requests.per.connection", "1")
                .containsEntry("delivery.timeout.ms", "20000")
                .containsEntry("buffer.memory", "10485760");
        for (String fixed : new String[] {"acks", "enable.idempotence", "bootstrap.servers", "value.serializer"}) {
            assertThatThrownBy(() -> KafkaSettings.of(config(Map.of()), Map.of(fixed, "0")))
                    .hasMessageContaining("tollgate.kafka." + fixed);
        }
    }

    @Test
    void kafkasOwnPropertiesGoThroughFromPropertiesAndVariables() {
        SmallRyeConfig config = smallRye(
                Map.of("tollgate.kafka.security.protocol", "SSL", "tollgate.kafka.\"ssl.truststore.type\"", "PEM"));
        Map<String, String> environment =
                Map.of("TOLLGATE_KAFKA_SASL_JAAS_CONFIG", "module required;", "TOLLGATE_KAFKA_SERVERS", "x:1");
        Map<String, String> added = KafkaSettings.added(config, environment);
        assertThat(added)
                .isEqualTo(Map.of(
                        "security.protocol", "SSL",
                        "ssl.truststore.type", "PEM",
                        "sasl.jaas.config", "module required;"));
        assertThat(KafkaSettings.of(config(Map.of()), added).producer())
                .containsAllEntriesOf(added)
                .containsEntry("client.id", "tollgate-billing");
    }

    @Test
    void aCodecThatIsNotShippedIsRefused() {
        assertThat(KafkaSettings.of(config(Map.of()), Map.of("compression.type", "gzip"))
                        .producer())
                .containsEntry("compression.type", "gzip");
        for (String codec : new String[] {"zstd", "snappy", "lz4"}) {
            assertThatThrownBy(() -> KafkaSettings.of(config(Map.of()), Map.of("compression.type", codec)))
                    .hasMessageContaining(codec);
        }
    }

    @Test
    void aTurnOutlastsItsBatch() {
        assertThatThrownBy(() -> KafkaSettings.of(config(Map.of("tollgate.billing.export.lease", "39s")), Map.of()))
                .hasMessageContaining("lease");
    }

    @Test
    void withoutServersNothingIsExported() {
        assertThat(KafkaSettings.isExportOn(config(Map.of("tollgate.billing.export.servers", ""))))
                .isFalse();
        assertThat(KafkaSettings.isExportOn(config(Map.of()))).isTrue();
    }

    private static ExportConfig config(Map<String, String> settings) {
        return smallRye(settings).getConfigMapping(ExportConfig.class);
    }

    private static SmallRyeConfig smallRye(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withSources(
                        new PropertiesConfigSource(
                                Map.of("tollgate.billing.export.servers", "k1:9092,k2:9092"), "default", 100),
                        new PropertiesConfigSource(settings, "given", 200),
                        new EnvConfigSource(Map.of(), 300))
                .withMapping(ExportConfig.class)
                .withValidateUnknown(false)
                .withConverter(Duration.class, 100, new DurationConverter())
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .build();
    }
}
