package dev.tollgate.billing.pricing;

import dev.tollgate.contract.billing.v1.PriceList;
import dev.tollgate.contract.billing.v1.PriceList.Version;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The price list as it stands: one immutable snapshot, swapped whole.
@Startup
@Singleton
class PublishedPrices {
    private volatile @Nullable PriceList list;
    private volatile int problems;
    private volatile int unpriced;

    PublishedPrices(MeterRegistry metrics) {
        Gauge.builder("tollgate.billing.price.version", this, PublishedPrices::newestVersion)
                .description("The newest version of the price list; 0 for none")
                .register(metrics);
        Gauge.builder("tollgate.billing.price.problems", this, self -> self.problems)
                .description("Problems of the prices on disk; 0 when they are taken")
                .register(metrics);
        Gauge.builder("tollgate.billing.models.unpriced", this, self -> self.unpriced)
                .description("Models of the file that have no price: they are not routable")
                .register(metrics);
    }

    Optional<PriceList> list() {
        return Optional.ofNullable(list);
    }

    void publish(PriceList next) {
        list = next;
    }

    /// @param unpricedModels how many models of the file have no price
    void fileRead(int unpricedModels) {
        problems = 0;
        unpriced = unpricedModels;
    }

    void fileUnreadable(int count) {
        problems = count;
    }

    /// The highest number published, 0 when none is.
    long newestVersion() {
        PriceList present = list;
        return present == null || present.versions().isEmpty()
                ? 0
                : present.versions().getLast().version();
    }

    /// Makes a snapshot. Versions never change, so their numbers and the file's hash are all of its content.
    static PriceList snapshot(String fileHash, List<Version> versions) {
        StringBuilder content = new StringBuilder(fileHash);
        versions.forEach(version -> content.append('\n').append(version.version()));
        String hash = CatalogueReader.hash(content.toString().getBytes(StandardCharsets.UTF_8));
        return new PriceList(hash, fileHash, versions);
    }
}
