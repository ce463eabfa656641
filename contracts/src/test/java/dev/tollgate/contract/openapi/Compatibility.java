package dev.tollgate.contract.openapi;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether callers and services of two versions understand each other, by their OpenAPI documents: what was there
/// is there, of the same type; what is new may be left out. Then one service can be rolled back alone.
final class Compatibility {
    private static final List<String> SAME = List.of("type", "format", "pattern", "const");
    private static final String REFERENCE = "$ref";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    private final List<String> breaks = new ArrayList<>();

    private final Map<?, ?> schemasBefore;
    private final Map<?, ?> schemasNow;
    private final Set<String> renamed = new HashSet<>();

    private Compatibility(Map<?, ?> before, Map<?, ?> now) {
        schemasBefore = map(map(before.get("components")).get("schemas"));
        schemasNow = map(map(now.get("components")).get("schemas"));
    }

    /// @return what breaks, in words; empty when nothing does
    static List<String> breaks(Map<?, ?> before, Map<?, ?> now) {
        Compatibility compared = new Compatibility(before, now);
        compared.paths(map(before.get("paths")), map(now.get("paths")));
        compared.schemas();
        return compared.breaks;
    }

    private void paths(Map<?, ?> before, Map<?, ?> now) {
        before.forEach((path, methods) -> {
            if (!now.containsKey(path)) {
                breaks.add(path + " is gone");
                return;
            }
            map(methods).forEach((method, operation) -> {
                if (METHODS.contains(method)) {
                    operation(
                            method + " " + path,
                            map(operation),
                            map(map(now.get(path)).get(method)));
                }
            });
        });
    }

    private void operation(String at, Map<?, ?> before, Map<?, ?> now) {
        if (now.isEmpty()) {
            breaks.add(at + " is gone");
            return;
        }
        parameters(at, list(before.get("parameters")), list(now.get("parameters")));
        Map<?, ?> body = map(before.get("requestBody"));
        Map<?, ?> bodyNow = map(now.get("requestBody"));
        if (isRequired(bodyNow) && !isRequired(body)) {
            breaks.add(at + ": a body is required now");
        }
        content(at + " body", map(body.get("content")), map(bodyNow.get("content")));
        map(before.get("responses")).forEach((status, response) -> {
            Map<?, ?> there = map(map(now.get("responses")).get(status));
            if (there.isEmpty()) {
                breaks.add(at + ": the answer " + status + " is gone");
            } else {
                content(at + " " + status, map(map(response).get("content")), map(there.get("content")));
            }
        });
    }

    private void parameters(String at, List<?> before, List<?> now) {
        for (Object parameter : before) {
            Map<?, ?> was = map(parameter);
            Map<?, ?> is = now.stream()
                    .map(Compatibility::map)
                    .filter(one -> Objects.equals(one.get("name"), was.get("name"))
                            && Objects.equals(one.get("in"), was.get("in")))
                    .findFirst()
                    .orElse(Map.of());
            String name = at + ": the parameter " + was.get("name");
            if (is.isEmpty()) {
                breaks.add(name + " is gone");
            } else {
                schema(name, map(was.get("schema")), map(is.get("schema")));
                if (isRequired(is) && !isRequired(was)) {
                    breaks.add(name + " is required now");
                }
            }
        }
        Set<Object> known = new HashSet<>();
        before.forEach(parameter -> known.add(map(parameter).get("name")));
        for (Object parameter : now) {
            if (isRequired(map(parameter)) && !known.contains(map(parameter).get("name"))) {
                breaks.add(at + ": the parameter " + map(parameter).get("name") + " is new and required");
            }
        }
    }

    private void content(String at, Map<?, ?> before, Map<?, ?> now) {
        before.forEach((type, content) -> {
            if (now.containsKey(type)) {
                schema(
                        at,
                        map(map(content).get("schema")),
                        map(map(now.get(type)).get("schema")));
            } else {
                breaks.add(at + ": " + type + " is gone");
            }
        });
    }

    /// Those of one name; what has another name now is met where it is referred to. Nobody sends a schema's name.
    private void schemas() {
        schemasBefore.forEach((name, schema) -> {
            if (schemasNow.containsKey(name)) {
                schema(String.valueOf(name), map(schema), map(schemasNow.get(name)));
            }
        });
    }

    private void reference(String at, String was, String is) {
        if (!was.equals(is) && renamed.add(was + " " + is)) {
            schema(at, named(schemasBefore, was), named(schemasNow, is));
        }
    }

    private static Map<?, ?> named(Map<?, ?> schemas, String reference) {
        return map(schemas.get(reference.substring(reference.lastIndexOf('/') + 1)));
    }

    private void schema(String at, Map<?, ?> before, Map<?, ?> now) {
        if (before.get(REFERENCE) instanceof String was && now.get(REFERENCE) instanceof String is) {
            reference(at, was, is);
            return;
        }
        if (!Objects.equals(before.get(REFERENCE), now.get(REFERENCE))) {
            breaks.add("%s: %s was %s and is %s".formatted(at, REFERENCE, before.get(REFERENCE), now.get(REFERENCE)));
        }
        for (String key : SAME) {
            if (!Objects.equals(before.get(key), now.get(key))) {
                breaks.add("%s: %s was %s and is %s".formatted(at, key, before.get(key), now.get(key)));
            }
        }
        List<Object> values = new ArrayList<>(list(before.get("enum")));
        values.removeAll(list(now.get("enum")));
        if (!values.isEmpty() && now.containsKey("enum")) {
            breaks.add(at + ": no value " + values + " any more");
        }
        map(before.get("properties")).forEach((name, property) -> {
            Map<?, ?> is = map(map(now.get("properties")).get(name));
            if (map(now.get("properties")).containsKey(name)) {
                schema(at + "." + name, map(property), is);
            } else {
                breaks.add(at + "." + name + " is gone");
            }
        });
        List<Object> required = new ArrayList<>(list(now.get("required")));
        required.removeAll(list(before.get("required")));
        required.forEach(name -> breaks.add(at + "." + name + " is required now"));
        for (String inner : List.of("items", "additionalProperties")) {
            if (before.get(inner) instanceof Map<?, ?> was) {
                schema(at + "." + inner, was, map(now.get(inner)));
            }
        }
    }

    private static boolean isRequired(Map<?, ?> one) {
        return Boolean.TRUE.equals(one.get("required"));
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }
}
