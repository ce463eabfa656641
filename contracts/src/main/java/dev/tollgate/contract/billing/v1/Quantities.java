package dev.tollgate.contract.billing.v1;

import dev.tollgate.contract.billing.v1.UsageClass.Measure;
import java.util.Arrays;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/// Units consumed per class, disjoint and never negative. Immutable.
@SuppressWarnings("EnumOrdinal") // An index into an array that never leaves this process.
public final class Quantities {
    /// Nothing consumed.
    public static final Quantities NONE = new Quantities(new long[UsageClass.values().length]);

    private static final UsageClass[] CLASSES = UsageClass.values();
    private static final int[] INPUT = placesOf(Measure.INPUT_TOKENS);
    private static final int[] OUTPUT = placesOf(Measure.OUTPUT_TOKENS);
    private static final int[] UNITS = placesOf(Measure.UNITS);

    private final long[] units;

    private Quantities(long[] units) {
        this.units = units;
    }

    private static int[] placesOf(Measure measure) {
        return Arrays.stream(CLASSES)
                .filter(usage -> usage.measure() == measure)
                .mapToInt(UsageClass::ordinal)
                .toArray();
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
        return sum(INPUT);
    }

    /// All classes of output tokens together.
    public long output() {
        return sum(OUTPUT);
    }

    /// Tokens of both, and of nothing else.
    public long tokens() {
        return Math.addExact(input(), output());
    }

    /// The classes that count no tokens.
    public Quantities units() {
        return countsUnits() ? without(OUTPUT).without(INPUT) : NONE;
    }

    /// The classes that count tokens.
    public Quantities withoutUnits() {
        return countsUnits() ? without(UNITS) : this;
    }

    /// Both together, class by class.
    public Quantities plus(Quantities other) {
        if (other.isEmpty()) {
            return this;
        }
        long[] sum = units.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] = Math.addExact(sum[i], other.units[i]);
        }
        return new Quantities(sum);
    }

    private boolean countsUnits() {
        for (int place : UNITS) {
            if (units[place] != 0) {
                return true;
            }
        }
        return false;
    }

    private Quantities without(int[] places) {
        long[] left = units.clone();
        for (int place : places) {
            left[place] = 0;
        }
        return new Quantities(left);
    }

    public boolean isEmpty() {
        for (long unit : units) {
            if (unit != 0) {
                return false;
            }
        }
        return true;
    }

    /// By wire name, without the zeros: as usage frames carry it.
    public Map<String, Long> byWireName() {
        return byWireName(this::get);
    }

    /// By wire name, what is told of each class that was consumed.
    Map<String, Long> byWireName(ToLongFunction<UsageClass> told) {
        // Immutable at once: the records that take it need no copy of theirs.
        @SuppressWarnings({"unchecked", "rawtypes"})
        Map.Entry<String, Long>[] named = new Map.Entry[consumed()];
        int next = 0;
        for (UsageClass usage : CLASSES) {
            if (get(usage) != 0) {
                named[next++] = Map.entry(usage.wireName(), told.applyAsLong(usage));
            }
        }
        return Map.ofEntries(named);
    }

    private int consumed() {
        int consumed = 0;
        for (long unit : units) {
            consumed += unit == 0 ? 0 : 1;
        }
        return consumed;
    }

    private long sum(int[] places) {
        long sum = 0;
        for (int place : places) {
            sum = Math.addExact(sum, units[place]);
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
        return Arrays.stream(CLASSES)
                .filter(usage -> get(usage) != 0)
                .map(usage -> usage.wireName() + "=" + get(usage))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
