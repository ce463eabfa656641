package dev.tollgate.billing.insight;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// What the biggest are of, and big in what.
final class Top {
    private Top() {}

    enum By {
        MODEL("model"),
        KEY("key_id"),
        /// Of the users' keys: a user has no roll-up of his own.
        USER("key_id"),
        /// Of the keys that its workloads act as.
        NAMESPACE("key_id");

        private final String column;

        By(String column) {
            this.column = column;
        }

        static Optional<By> of(String name) {
            return named(name, values());
        }

        String column() {
            return column;
        }

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// Which of the column's values make up each of what is asked for.
        Map<String, List<String>> parts(Collection<String> found, Map<String, String> owners) {
            Map<String, List<String>> parts = new HashMap<>();
            boolean ofKeys = this == USER || this == NAMESPACE;
            for (String one : new TreeSet<>(found)) {
                parts.computeIfAbsent(ofKeys ? owners.getOrDefault(one, "") : one, _ -> new ArrayList<>())
                        .add(one);
            }
            return parts;
        }
    }

    enum Order {
        CHARGE,
        REQUESTS,
        TOKENS;

        static Optional<Order> of(String name) {
            return named(name, values());
        }

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        long of(Figures figures) {
            return switch (this) {
                case CHARGE -> figures.count("charge");
                case REQUESTS -> figures.count("requests");
                case TOKENS -> figures.tokens();
            };
        }
    }

    private static <T extends Enum<T>> Optional<T> named(String name, T[] all) {
        for (T one : all) {
            if (one.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }
}
