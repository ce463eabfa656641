package dev.tollgate.billing.receipt;

import dev.tollgate.billing.internal.BackgroundTasks;
import dev.tollgate.contract.receipt.PublicKeys;
import dev.tollgate.contract.receipt.SigningKey;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;

/// The keys of receipts: private ones from the configuration, public ones from the database, where they stay for
/// ever. A malformed key stops the start.
@Startup
@ApplicationScoped
class ReceiptKeys {
    private static final Logger LOG = Logger.getLogger(ReceiptKeys.class);

    private static final String PUBLISH = """
            INSERT INTO receipt_key (kid, public_key, published_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING""";

    private static final String ALL =
            "SELECT kid, public_key, published_at FROM receipt_key ORDER BY published_at, kid";

    private final Pool pool;
    private final ReceiptConfig config;
    private final BackgroundTasks tasks;
    private final Clock clock;
    private final List<SigningKey> configured;

    ReceiptKeys(Pool pool, ReceiptConfig config, BackgroundTasks tasks, Clock clock) {
        this.pool = pool;
        this.config = config;
        this.tasks = tasks;
        this.clock = clock;
        this.configured = config.keys().map(SigningKey::parse).orElse(List.of());
        if (configured.isEmpty()) {
            LOG.warn("no receipt key is configured: receipts are not signed");
        }
    }

    @Scheduled(
            every = "${tollgate.billing.receipt.publish-every:1h}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return tasks.supervise("receipt-keys", signer());
    }

    /// The key that signs now, or none; each configured key is published first.
    Uni<Optional<SigningKey>> signer() {
        return published().map(published -> Signer.choose(configured, published, clock.instant(), config.notice()));
    }

    /// All that ever signed or soon will.
    Uni<PublicKeys> open() {
        return published().map(published -> {
            Map<String, byte[]> keys = new LinkedHashMap<>();
            published.forEach(key -> keys.put(key.id(), HexFormat.of().parseHex(key.hex())));
            return PublicKeys.of(keys);
        });
    }

    private Uni<List<PublishedKey>> published() {
        return all().flatMap(published -> {
            List<SigningKey> unknown = configured.stream()
                    .filter(key ->
                            published.stream().noneMatch(known -> known.id().equals(key.id())))
                    .toList();
            if (unknown.isEmpty()) {
                return Uni.createFrom().item(published);
            }
            List<Tuple> rows = unknown.stream()
                    .map(key -> Tuple.of(
                            key.id(),
                            Buffer.buffer(key.publicKey()),
                            clock.instant().atOffset(ZoneOffset.UTC)))
                    .toList();
            return pool.preparedQuery(PUBLISH).executeBatch(rows).flatMap(_ -> all());
        });
    }

    private Uni<List<PublishedKey>> all() {
        return pool.preparedQuery(ALL).execute().map(rows -> {
            List<PublishedKey> keys = new ArrayList<>(rows.size());
            for (Row row : rows) {
                keys.add(new PublishedKey(
                        row.getString("kid"),
                        HexFormat.of().formatHex(row.getBuffer("public_key").getBytes()),
                        Objects.requireNonNull(row.getOffsetDateTime("published_at"))
                                .toInstant()));
            }
            return keys;
        });
    }
}
