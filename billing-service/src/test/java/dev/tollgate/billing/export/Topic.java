package dev.tollgate.billing.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.billing.v1.ExportedUsage;
import dev.tollgate.local.testing.KafkaNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;

/// A topic of a test's own, as somebody else reads it: Kafka's own consumer, from the beginning.
final class Topic {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PARTITIONS = 3;

    private final KafkaNode kafka;
    private final String name;

    private Topic(KafkaNode kafka, String name) {
        this.kafka = kafka;
        this.name = name;
    }

    static Topic on(KafkaNode kafka) {
        return on(kafka, "usage-" + UUID.randomUUID());
    }

    static Topic on(KafkaNode kafka, String name) {
        Topic topic = new Topic(kafka, name);
        topic.admin(admin -> admin.createTopics(List.of(new NewTopic(name, PARTITIONS, (short) 1)))
                .all()
                .get());
        return topic;
    }

    String name() {
        return name;
    }

    /// Records beyond this are refused by the broker.
    void takesAtMost(int bytes) {
        var entry = new ConfigEntry("max.message.bytes", Integer.toString(bytes));
        admin(admin -> admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, name),
                        List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
                .all()
                .get());
    }

    /// All that is there, partition by partition. Each message is what the schema says.
    List<Heard> all() {
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(client(), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int i = 0; i < PARTITIONS; i++) {
                partitions.add(new TopicPartition(name, i));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<Heard> heard = new ArrayList<>();
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> heard.add(heard(record)));
            }
            return heard;
        }
    }

    private static Heard heard(ConsumerRecord<String, String> record) {
        try {
            ExportSchema.assertValid(record.value());
            assertThat(header(record, "content-type")).isEqualTo("application/json");
            assertThat(header(record, ExportedUsage.SCHEMA_HEADER)).isEqualTo("usage-record/1");
            return new Heard(
                    record.key(),
                    record.partition(),
                    Long.parseLong(header(record, ExportedUsage.SEQUENCE_HEADER)),
                    JSON.readTree(record.value()));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        return new String(
                Objects.requireNonNull(record.headers().lastHeader(name), name).value(), StandardCharsets.UTF_8);
    }

    private Map<String, Object> client() {
        return Map.of(
                "bootstrap.servers",
                kafka.servers(),
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                KafkaNode.LOGIN);
    }

    private void admin(Work work) {
        try (Admin admin = Admin.create(client())) {
            work.on(admin);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private interface Work {
        void on(Admin admin) throws ExecutionException, InterruptedException;
    }

    /// One message.
    record Heard(String key, int partition, long sequence, JsonNode json) {
        String id() {
            return json.get("id").asText();
        }

        String revision() {
            return id() + "/" + json.get("revision").asInt();
        }

        /// What came, each the first time, of one account.
        static List<String> ofAccount(Collection<Heard> all, String account) {
            return all.stream()
                    .filter(one -> one.key().equals(account))
                    .map(Heard::id)
                    .distinct()
                    .toList();
        }
    }
}
