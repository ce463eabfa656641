package dev.tollgate.billing.usage;

import dev.tollgate.contract.billing.v1.PriceList;
import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.Pricing;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageFrame;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// What a request costs, computed here from its quantities and its price version; the edge's own sum is only
/// compared (rules 11 and 19). Amounts in nano-credits.
sealed interface Charge {
    /// @param version whose prices were used
    /// @param prices class → nano-credits per million
    /// @param components class → nano-credits; their sum is the amount
    record Of(long version, Map<String, Long> prices, Map<String, Long> components, long amount) implements Charge {
        public Of {
            prices = Map.copyOf(prices);
            components = Map.copyOf(components);
        }
    }

    record Unpriced(String why) implements Charge {}

    /// @param versions a compiled version by its number, or null
    static Charge of(
            UsageFrame.Done done,
            PriceTerms terms,
            LongFunction<PriceList.@Nullable Version> versions,
            Duration slack) {
        UsageFrame.Subject subject = done.subject();
        Charge stated = at(versions.apply(subject.priceVersion()), done);
        Instant admitted = Instant.ofEpochMilli(subject.admittedAt());
        if (terms.accepts(subject.priceVersion(), admitted, slack) || isCutOff(subject, terms, admitted, slack)) {
            return stated;
        }
        OptionalLong inForce = terms.inForceAt(admitted);
        if (inForce.isEmpty()) {
            return stated;
        }
        return cheaper(stated, at(versions.apply(inForce.getAsLong()), done));
    }

    private static boolean isCutOff(UsageFrame.Subject subject, PriceTerms terms, Instant admitted, Duration slack) {
        Long known = subject.pricesKnownAt();
        return known != null
                && terms.acceptsCutOff(subject.priceVersion(), admitted, slack, Instant.ofEpochMilli(known));
    }

    private static Charge cheaper(Charge stated, Charge inForce) {
        if (stated instanceof Of first && inForce instanceof Of second) {
            return second.amount() < first.amount() ? second : first;
        }
        return stated instanceof Of ? stated : inForce;
    }

    private static Charge at(PriceList.@Nullable Version version, UsageFrame.Done done) {
        UsageFrame.Subject subject = done.subject();
        if (done.quantities().values().stream().allMatch(quantity -> quantity == 0)) {
            return new Of(subject.priceVersion(), Map.of(), Map.of(), 0);
        }
        if (version == null) {
            return new Unpriced("price version " + subject.priceVersion() + " is not known");
        }
        for (ModelPrice price : version.prices()) {
            if (price.model().equals(subject.model()) && price.group().equals(subject.group())) {
                return at(version.version(), price.tiers(subject.ofBatch()), done);
            }
        }
        return new Unpriced("version " + version.version() + " has no price of " + subject.model() + " for group "
                + subject.group());
    }

    /// What an answer from a cache is charged of the price is the catalogue's word, which the edge tells.
    private static Charge at(long version, List<Tier> tiers, UsageFrame.Done done) {
        try {
            Quantities quantities = Quantities.ofWireNames(done.quantities());
            Long cached = done.cachedPpm();
            Pricing.Priced priced =
                    cached == null ? Pricing.price(tiers, quantities) : Pricing.price(tiers, cached, quantities);
            return new Of(version, priced.pricesByWireName(), priced.componentsByWireName(), priced.total());
        } catch (IllegalArgumentException e) {
            return new Unpriced("version " + version + ": " + e.getMessage());
        } catch (ArithmeticException e) {
            return new Unpriced("the charge exceeds the range of nano-credits");
        }
    }
}
