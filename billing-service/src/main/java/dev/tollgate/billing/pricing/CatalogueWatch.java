package dev.tollgate.billing.pricing;

import dev.tollgate.billing.pricing.Reading.Read;
import dev.tollgate.billing.pricing.Reading.Unreadable;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/// Looks at the catalogue file every 500 ms. The file counts by its bytes, so no edit is missed; a file that cannot
/// be read leaves the prices before in force and is named once in the log.
@ApplicationScoped
class CatalogueWatch {
    private static final Logger LOG = Logger.getLogger(CatalogueWatch.class);

    private final Vertx vertx;
    private final PricingConfig config;
    private final PricePublisher publisher;
    private final PublishedPrices published;
    private final AtomicBoolean busy = new AtomicBoolean();

    private volatile long timer = -1;
    private volatile String doneHash = "";
    private volatile String lastTrouble = "";

    CatalogueWatch(Vertx vertx, PricingConfig config, PricePublisher publisher, PublishedPrices published) {
        this.vertx = vertx;
        this.config = config;
        this.publisher = publisher;
        this.published = published;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(0, Math.max(1, config.poll().toMillis()), _ -> look());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    private void look() {
        if (!busy.compareAndSet(false, true)) {
            return;
        }
        lookOnce().subscribe().with(_ -> busy.set(false), failure -> {
            busy.set(false);
            trouble("prices were not published: " + failure);
        });
    }

    private Uni<Void> lookOnce() {
        return vertx.executeBlocking(this::readIfChanged)
                .flatMap(reading ->
                        reading.map(this::take).orElseGet(() -> Uni.createFrom().voidItem()))
                .flatMap(_ -> publisher.catchUp(Instant.now()));
    }

    private Optional<Reading> readIfChanged() {
        try {
            byte[] bytes = Files.readAllBytes(config.catalogue());
            return CatalogueReader.hash(bytes).equals(doneHash)
                    ? Optional.empty()
                    : Optional.of(CatalogueReader.read(bytes));
        } catch (IOException e) {
            return Optional.of(new Unreadable(List.of(config.catalogue() + " cannot be read: " + e)));
        }
    }

    private Uni<Void> take(Reading reading) {
        return switch (reading) {
            case Read read ->
                publisher.publish(read, Instant.now()).invoke(_ -> {
                    doneHash = read.fileHash();
                    lastTrouble = "";
                    published.fileRead(read.prices().unpriced().size());
                    LOG.infof("prices of catalogue file %s are published", read.fileHash());
                });
            case Unreadable unreadable -> {
                published.fileUnreadable(unreadable.problems().size());
                trouble("the catalogue's prices are not valid: " + String.join("; ", unreadable.problems()));
                yield Uni.createFrom().voidItem();
            }
        };
    }

    private void trouble(String message) {
        if (!message.equals(lastTrouble)) {
            lastTrouble = message;
            LOG.error(message);
        }
    }
}
