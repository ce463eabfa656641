package dev.tollgate.console.models;

import dev.tollgate.console.peers.Brief;
import dev.tollgate.console.peers.CataloguePeer;
import dev.tollgate.console.peers.PricesPeer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/// What is offered now, kept for a short while.
@ApplicationScoped
public class Offers {
    private final Brief<Offer> offer;
    private final Brief<List<PublicModel>> models;
    private final Clock clock = Clock.systemUTC();

    @Inject
    Offers(ModelsConfig config, CataloguePeer catalogue, PricesPeer prices) {
        this.offer = new Brief<>(config.fresh(), () -> Uni.combine()
                .all()
                .unis(catalogue.offer(), prices.priceList())
                .with(Offer::new));
        this.models = new Brief<>(config.fresh(), () -> offer.get().map(now -> now.of(config.group(), clock.millis())));
    }

    /// Models that have a price in force for some group.
    public Uni<Set<String>> priced() {
        return offer.get().map(now -> now.priced(clock.millis()));
    }

    /// What another group can call, by id.
    public Uni<List<PublicModel>> of(String group) {
        return offer.get().map(now -> now.of(group, clock.millis()));
    }

    /// What the public group can call.
    Uni<List<PublicModel>> models() {
        return models.get();
    }
}
