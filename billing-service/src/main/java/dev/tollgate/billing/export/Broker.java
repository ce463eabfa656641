package dev.tollgate.billing.export;

import dev.tollgate.billing.export.Delivery.Acknowledged;
import dev.tollgate.billing.export.Delivery.Reason;
import dev.tollgate.billing.export.Delivery.Refused;
import dev.tollgate.billing.export.Delivery.Unfinished;
import dev.tollgate.contract.billing.v1.ExportedUsage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/// The way to Kafka. Blocks its caller, for no longer than the settings say.
///
/// The first message that is not acknowledged ends its producer before another request goes out, so that nothing of
/// an account arrives before what was booked before it; the next batch begins with a new producer.
///
/// After trouble, messages go one by one until all of a batch went. A broker that finds a request too large does
/// not say which message is: Kafka's client divides what is larger than its batches, and repeats what is not until
/// it gives up.
final class Broker {
    private static final Duration AT_ONCE = Duration.ZERO;

    private final KafkaSettings settings;
    private final String topic;
    private final ReentrantLock sending = new ReentrantLock();
    private volatile @Nullable Producer<byte[], byte[]> producer;
    /// Guarded by `sending`.
    private boolean alone;
    private volatile boolean closed;

    Broker(KafkaSettings settings, String topic) {
        this.settings = settings;
        this.topic = topic;
    }

    /// Sends all, in order, and waits for what becomes of each.
    List<Delivery> send(List<Message> messages) {
        Sent sent = new Sent(messages.size());
        sending.lock();
        try {
            Producer<byte[], byte[]> open = closed ? null : open();
            for (int i = 0; open != null && !sent.hasTrouble() && i < messages.size(); i++) {
                int place = i;
                try {
                    // What becomes of it is told to the callback.
                    var _ = open.send(record(messages.get(i)), (_, failure) -> {
                        if (!sent.note(place, failure)) {
                            open.close(AT_ONCE);
                        }
                    });
                } catch (RuntimeException failure) {
                    sent.note(place, failure);
                }
            }
            if (open != null) {
                open.flush();
            }
        } catch (RuntimeException failure) {
            sent.trouble = failure.toString();
        } finally {
            if (alone || sent.hasTrouble()) {
                end(AT_ONCE);
            }
            alone = sent.hasTrouble();
            sending.unlock();
        }
        return sent.deliveries();
    }

    /// Lets a batch under way finish for so long, then ends it; nothing is sent any more.
    void close(Duration within) {
        closed = true;
        boolean idle = false;
        try {
            idle = sending.tryLock(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            end(AT_ONCE);
        } finally {
            if (idle) {
                sending.unlock();
            }
        }
    }

    private Producer<byte[], byte[]> open() {
        Producer<byte[], byte[]> present = producer;
        if (present == null) {
            // Kafka looks for its plug-ins, log-in modules above all, through the thread's own loader.
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(Broker.class.getClassLoader());
            try {
                present = new KafkaProducer<>(alone ? settings.alone() : settings.producer());
            } finally {
                thread.setContextClassLoader(before);
            }
            producer = present;
        }
        return present;
    }

    private void end(Duration within) {
        Producer<byte[], byte[]> present = producer;
        producer = null;
        if (present != null) {
            present.close(within);
        }
    }

    private ProducerRecord<byte[], byte[]> record(Message message) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topic,
                message.account().getBytes(StandardCharsets.UTF_8),
                message.value().getBytes(StandardCharsets.UTF_8));
        Map<String, String> headers = Map.of(
                "content-type",
                "application/json",
                ExportedUsage.SCHEMA_HEADER,
                "usage-record/" + ExportedUsage.SCHEMA,
                ExportedUsage.SEQUENCE_HEADER,
                Long.toString(message.seq()));
        headers.forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    /// What became of the messages of one batch, as the producer's own thread tells.
    private static final class Sent {
        private final AtomicReferenceArray<Delivery> deliveries;
        private volatile @Nullable String trouble;

        Sent(int size) {
            this.deliveries = new AtomicReferenceArray<>(size);
        }

        boolean hasTrouble() {
            return trouble != null;
        }

        /// @return whether the next one may be sent
        boolean note(int place, @Nullable Exception failure) {
            Delivery delivery = failure == null ? new Acknowledged() : delivery(failure);
            deliveries.set(place, delivery);
            if (delivery instanceof Unfinished(String why) && trouble == null) {
                trouble = why;
            }
            return !(delivery instanceof Unfinished);
        }

        List<Delivery> deliveries() {
            Delivery unsent = new Unfinished(Objects.requireNonNullElse(trouble, "the export is being stopped"));
            List<Delivery> all = new ArrayList<>();
            for (int i = 0; i < deliveries.length(); i++) {
                Delivery known = deliveries.get(i);
                all.add(known == null ? unsent : known);
            }
            return all;
        }

        private static Delivery delivery(Exception failure) {
            return switch (failure) {
                case RecordTooLargeException _, RecordBatchTooLargeException _ ->
                    new Refused(Reason.TOO_LARGE, String.valueOf(failure.getMessage()));
                case InvalidRecordException _, SerializationException _ ->
                    new Refused(Reason.REFUSED, String.valueOf(failure.getMessage()));
                default -> new Unfinished(failure.toString());
            };
        }
    }
}
