package dev.tollgate.edge.metering;

import dev.tollgate.bench.micro.Measured;
import dev.tollgate.bench.micro.Prices;
import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import dev.tollgate.contract.money.Cost;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;

/// What a request is held for, and what it is charged.
public class PriceBench extends Measured {
    private final List<Tier> tiers = Prices.model().tiers();
    private final Quantities usage = Quantities.of(1_234, 567).with(UsageClass.CACHED_INPUT, 1_024);
    private final Consumption end =
            new Consumption(tiers, null, 1_300, Quantities.NONE, usage, 560, true, true, Outcome.COMPLETED);
    private long quantity = 1_234;
    private long price = 150_000_000;

    /// Of one component.
    @Benchmark
    public long cost() {
        return Cost.component(quantity, price);
    }

    @Benchmark
    public Charge charge() {
        return PriceCalculator.charge(tiers, usage);
    }

    @Benchmark
    public long hold() {
        return HoldCalculator.of(tiers, quantity, Quantities.NONE).hold(4_096);
    }

    /// Both books of a request that ended well.
    @Benchmark
    public Metered finish() {
        return Meter.finish(end);
    }
}
