package dev.tollgate.local.stack;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What `./tollgate up` was told.
///
/// @param catalogue another catalogue file, or null for the default one
/// @param portBase the first edge's port; the others follow it ([Ports])
/// @param demoAll the demo provider answers under every model name
/// @param postgres `postgresql://user:password@host:port/database` of one's own, or null for the embedded one
/// @param redis `redis://host:port` of one's own, or null for the embedded one
record Arguments(
        @Nullable Path catalogue,
        int edges,
        int portBase,
        boolean demoAll,
        @Nullable String postgres,
        @Nullable String redis) {

    private static final int EDGES_MAX = 16;
    private static final int PORT_MAX = 65_535 - 10 * EDGES_MAX;
    private static final Arguments DEFAULT = new Arguments(null, 1, Ports.DEFAULT_BASE, false, null, null);

    /// Reads the words after `up`.
    ///
    /// @throws StackException naming the word that is wrong
    static Arguments parse(String... words) {
        Arguments result = DEFAULT;
        Deque<String> rest = new ArrayDeque<>(List.of(words));
        while (!rest.isEmpty()) {
            String word = rest.pop();
            if (word.equals("--demo-all")) {
                result = result.withDemoAll();
            } else {
                result =
                        result.with(word, rest.poll()).orElseThrow(() -> new StackException("unknown option: " + word));
            }
        }
        return result;
    }

    private Arguments withDemoAll() {
        return new Arguments(catalogue, edges, portBase, true, postgres, redis);
    }

    private Optional<Arguments> with(String option, @Nullable String value) {
        Arguments changed =
                switch (option) {
                    case "--catalogue" ->
                        new Arguments(Path.of(given(option, value)), edges, portBase, demoAll, postgres, redis);
                    case "--edges" ->
                        new Arguments(
                                catalogue, number(option, value, 1, EDGES_MAX), portBase, demoAll, postgres, redis);
                    case "--port-base" ->
                        new Arguments(catalogue, edges, number(option, value, 1, PORT_MAX), demoAll, postgres, redis);
                    case "--postgres" ->
                        new Arguments(catalogue, edges, portBase, demoAll, given(option, value), redis);
                    case "--redis" ->
                        new Arguments(catalogue, edges, portBase, demoAll, postgres, given(option, value));
                    default -> null;
                };
        return Optional.ofNullable(changed);
    }

    private static String given(String option, @Nullable String value) {
        if (value == null || value.startsWith("--")) {
            throw new StackException(option + " needs a value");
        }
        return value;
    }

    private static int number(String option, @Nullable String value, int min, int max) {
        String text = given(option, value);
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new StackException(option + " must be a number from " + min + " to " + max + ", not " + text, e);
        }
        throw new StackException(option + " must be a number from " + min + " to " + max + ", not " + text);
    }
}
