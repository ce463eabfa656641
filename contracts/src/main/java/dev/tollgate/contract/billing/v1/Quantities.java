package dev.tollgate.contract.billing.v1;

import dev.tollgate.contract.billing.v1.UsageClass.Measure;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Units consumed per class, disjoint and never negative. Immutable.
@SuppressWarnings("EnumOrdinal") // An index into an array that never leaves this process.
public final class Quantities {
    /// Nothing consumed.
    public static final Quantities NONE = new Quantities(new long[UsageClass.values().length]);

    private static final UsageClass[] CLASSES = UsageClass.values();

    private final long[] units;

    private Quantities(long[] units) {
        this.units = units;
    }

    /// Plain text: input and output tokens and nothing else.
    public static Quantities of(long input, long output) {
        return NONE.with(UsageClass.INPUT, input).with(UsageClass.OUTPUT, output);
    }

    /// As usage frames carry it; what it does not name is 0.
    ///
    /// @throws IllegalArgumentException for a class that this release does not know, or a negative quantity
    public static Quantities ofWireNames(Map<String, Long> byWireName) {
        Quantities all = NONE;
        for (Map.Entry<String, Long> entry : byWireName.entrySet()) {
            all = all.with(UsageClass.ofWireName(entry.getKey()), entry.getValue());
        }
        return all;
    }

    /// A copy with this class set.
    ///
    /// @throws IllegalArgumentException for a negative quantity
    public Quantities with(UsageClass usage, long quantity) {
        if (quantity < 0) {
            throw new IllegalArgumentException(usage.wireName() + " is negative: " + quantity);
        }
        if (units[usage.ordinal()] == quantity) {
            return this;
        }
        long[] copy = units.clone();
        copy[usage.ordinal()] = quantity;
        return new Quantities(copy);
    }

    public long get(UsageClass usage) {
        return units[usage.ordinal()];
    }

    /// All classes of input tokens together: what decides the tier.
    public long input() {
        return sum(Measure.INPUT_TOKENS);
    }

    /// All classes of output tokens together.
    public long output() {
        return sum(Measure.OUTPUT_TOKENS);
    }

    /// Tokens of both, and of nothing else.
    public long tokens() {
        return Math.addExact(input(), output());
    }

    /// A copy of the classes that count no tokens.
    public Quantities units() {
        return only(true);
    }

    /// A copy of the classes that count tokens.
    public Quantities withoutUnits() {
        return only(false);
    }

    /// Both together, class by class.
    public Quantities plus(Quantities other) {
        long[] sum = units.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] = Math.addExact(sum[i], other.units[i]);
        }
        return new Quantities(sum);
    }

    private Quantities only(boolean countedInUnits) {
        long[] copy = units.clone();
        for (UsageClass usage : CLASSES) {
            if ((usage.measure() == Measure.UNITS) != countedInUnits) {
                copy[usage.ordinal()] = 0;
            }
        }
        return new Quantities(copy);
    }

    public boolean isEmpty() {
        return Arrays.stream(units).allMatch(unit -> unit == 0);
    }

    /// By wire name, without the zeros: as usage frames carry it.
    public Map<String, Long> byWireName() {
        return wireNames(units);
    }

    private static Map<String, Long> wireNames(long[] values) {
        Map<String, Long> named = new LinkedHashMap<>();
        for (UsageClass usage : CLASSES) {
            if (values[usage.ordinal()] != 0) {
                named.put(usage.wireName(), values[usage.ordinal()]);
            }
        }
        return named;
    }

    private long sum(Measure measure) {
        long sum = 0;
        for (UsageClass usage : CLASSES) {
            if (usage.measure() == measure) {
                sum = Math.addExact(sum, units[usage.ordinal()]);
            }
        }
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Quantities that && Arrays.equals(units, that.units);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(units);
    }

    @Override
    public String toString() {
        return byWireName().toString();
    }
}
