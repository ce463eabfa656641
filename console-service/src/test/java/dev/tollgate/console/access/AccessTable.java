package dev.tollgate.console.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The readable table of who may do what, as it is in the contracts.
record AccessTable(
        Map<String, Set<String>> roles,
        List<Operation> operations,
        Map<String, List<String>> objects,
        List<Elsewhere> elsewhere,
        List<Operation> pages) {
    private static final Path FILE = Path.of("..", "contracts", "openapi", "console-v1.access.txt");

    enum Whose {
        ACCOUNT,
        PLATFORM,
        OWN,
        OPEN
    }

    record Operation(String method, String path, String permission, Whose whose) {
        String name() {
            return method + " " + path;
        }

        /// Whether `account_id` tells the account, not the path.
        boolean isAccountNamed() {
            return whose == Whose.ACCOUNT && !path.contains("{");
        }
    }

    /// What is served beside the document, and its answer to somebody without a credential.
    record Elsewhere(String method, String path, int status) {
        String name() {
            return method + " " + path;
        }
    }

    static AccessTable read() {
        AccessTable table = new AccessTable(
                new LinkedHashMap<>(), new ArrayList<>(), new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
        try {
            String section = "";
            for (String line : Files.readAllLines(FILE)) {
                if (line.startsWith("[")) {
                    section = line.strip();
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    table.add(section, List.of(line.strip().split("\\s+", -1)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }

    private void add(String section, List<String> words) {
        switch (section) {
            case "[roles]" -> roles.put(words.getFirst(), Set.copyOf(words.subList(1, words.size())));
            case "[operations]" -> operations.add(operation(words));
            case "[pages]" -> pages.add(operation(words));
            case "[objects]" -> objects.put(words.getFirst(), words.subList(1, 3));
            case "[elsewhere]" ->
                elsewhere.add(new Elsewhere(words.get(0), words.get(1), Integer.parseInt(words.get(2))));
            default -> throw new IllegalStateException("no such section: " + section);
        }
    }

    private static Operation operation(List<String> words) {
        return new Operation(
                words.get(0),
                words.get(1),
                words.get(2),
                Whose.valueOf(words.get(3).toUpperCase(Locale.ROOT)));
    }

    boolean holds(String role, String permission) {
        Set<String> permissions = Objects.requireNonNull(roles.get(role), role);
        return permissions.contains("*") || permissions.contains(permission);
    }

    /// The path with its objects in place.
    String path(Operation operation, boolean foreign) {
        return path(operation, foreign, foreign);
    }

    /// The path of an account, and of an object that is said to be the account's.
    ///
    /// @param foreignRest whether what comes after the path's first object is another account's
    String path(Operation operation, boolean foreign, boolean foreignRest) {
        String path = operation.path();
        for (Map.Entry<String, List<String>> object : objects.entrySet()) {
            String key = object.getKey();
            String value = object.getValue().get((key.startsWith("{") ? foreignRest : foreign) ? 1 : 0);
            if (path.startsWith(key)) {
                int brace = key.indexOf('{');
                path = key.substring(0, brace) + value + path.substring(key.length());
            } else if (key.startsWith("{")) {
                path = path.replace(key, value);
            }
        }
        if (path.contains("{")) {
            throw new IllegalStateException("[objects] does not say what to put into " + path);
        }
        return path;
    }
}
