package dev.tollgate.contract.receipt;

import dev.tollgate.contract.money.Cost;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Whether a receipt is genuine and its sums are right: each component is its quantity at its price, rounded up
/// once, their sum is the charge, and what was collected and what was not make it up (rules 19).
public final class ReceiptCheck {
    private static final Pattern DIGITS = Pattern.compile("0|[1-9][0-9]{0,18}");

    private final Map<String, ? extends @Nullable Object> receipt;

    private ReceiptCheck(Map<String, ? extends @Nullable Object> receipt) {
        this.receipt = receipt;
    }

    /// The first difference, beginning with the field that it is in; nothing when all is well.
    ///
    /// @param receipt as a reader of JSON gives it
    public static Optional<String> firstDifference(Map<String, ? extends @Nullable Object> receipt, PublicKeys keys) {
        try {
            Optional<String> fault = ReceiptSignature.fault(receipt, keys);
            return fault.isPresent() ? fault : new ReceiptCheck(receipt).sums();
        } catch (IllegalArgumentException e) {
            return Optional.of("receipt: " + e.getMessage());
        }
    }

    private Optional<String> sums() {
        Map<?, ?> quantities = object("quantities");
        Map<?, ?> prices = object("prices");
        Map<?, ?> components = object("components");
        Set<String> classes = new TreeSet<>();
        quantities.keySet().forEach(key -> classes.add((String) key));
        prices.keySet().forEach(key -> classes.add((String) key));
        components.keySet().forEach(key -> classes.add((String) key));
        long sum = 0;
        for (String name : classes) {
            long quantity = quantities.containsKey(name) ? number("quantities." + name, quantities.get(name)) : 0;
            if (quantity == 0 && !prices.containsKey(name) && !components.containsKey(name)) {
                continue;
            }
            long price = number("prices." + name, prices.get(name));
            long said = number("components." + name, components.get(name));
            long computed = component(name, quantity, price);
            if (said != computed) {
                return Optional.of("components." + name + ": " + quantity + " at " + price
                        + " nano-credits per million are " + computed + ", the receipt says " + said);
            }
            sum = added(sum, said);
        }
        return totals(sum);
    }

    private Optional<String> totals(long sum) {
        long charge = number("charge", receipt.get("charge"));
        if (charge != sum) {
            return Optional.of("charge: the components sum to " + sum + ", the receipt says " + charge);
        }
        long collected = number("collected", receipt.get("collected"));
        long uncollected = number("uncollected", receipt.get("uncollected"));
        if (added(collected, uncollected) != charge) {
            return Optional.of(
                    "collected: " + collected + " and " + uncollected + " uncollected are not the charge of " + charge);
        }
        return Optional.empty();
    }

    private Map<?, ?> object(String field) {
        if (receipt.get(field) instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException(field + " is not an object");
    }

    private static long component(String name, long quantity, long price) {
        try {
            return Cost.component(quantity, price);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("components." + name + " is out of range", e);
        }
    }

    private static long added(long one, long other) {
        try {
            return Math.addExact(one, other);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("the charge is out of range", e);
        }
    }

    /// Counts are numbers, amounts are strings.
    private static long number(String field, @Nullable Object value) {
        String text = Objects.toString(value, "");
        boolean ofType = value instanceof String || value instanceof Integer || value instanceof Long;
        if (!ofType || !DIGITS.matcher(text).matches()) {
            throw new IllegalArgumentException(field + " is no whole number, not negative");
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(field + " is out of range", e);
        }
    }
}
