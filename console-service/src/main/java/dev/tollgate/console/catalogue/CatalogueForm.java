package dev.tollgate.console.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.console.web.Form;
import dev.tollgate.contract.routing.v1.CatalogueObject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is typed about an object, and its definition in the catalogue file's words. A form says all that it
/// shows: what is empty, the object has no more.
final class CatalogueForm {
    /// What the API names otherwise: the form has one list of models, which a group has or has not.
    static final Map<String, String> NAMES = Map.of("except", "models");

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String ALL = "*";
    private static final String MODELS = "models";
    private static final String EXCEPT = "except";
    private static final String SCOPE = "scope";
    private static final List<String> LIMITS = List.of("rpm", "tpm", "rpd", "concurrency");
    private static final List<String> TIMEOUTS = List.of("connect", "first_byte", "plain", "idle", "retry_deadline");
    private static final String TRACE = "send_traceparent";
    private static final List<String> LISTS = List.of("capabilities", MODELS, EXCEPT);
    private static final long DAY_SECONDS = 86_400;

    private CatalogueForm() {}

    static List<String> fields(String kind) {
        List<String> fields = new ArrayList<>(
                switch (kind) {
                    case "providers" ->
                        List.of("id", "name", "kind", "base_url", "credential", "on_client_gone", "send_traceparent");
                    case MODELS ->
                        List.of(
                                "id",
                                "owner",
                                "aliases",
                                "context_window",
                                "output_bound",
                                "least_useful_output",
                                "capabilities",
                                "created",
                                "image_sizes",
                                "audio_bound");
                    case "deployments" ->
                        List.of("id", "provider", "model", "upstream_model", "weight", "priority", "credential");
                    default -> List.of("id", SCOPE, MODELS);
                });
        if (kind.equals("providers") || kind.equals(MODELS)) {
            TIMEOUTS.forEach(name -> fields.add("timeouts." + name));
        }
        if (kind.equals(MODELS) || kind.equals("groups")) {
            fields.addAll(LIMITS);
        }
        return fields;
    }

    static void presets(Form form, String kind) {
        switch (kind) {
            case "providers" -> form.store("kind", "openai").store("credential", "managed");
            case MODELS -> form.store("capabilities:chat", "chat");
            case "deployments" -> form.store("weight", 1).store("priority", 0);
            default -> form.store(SCOPE, ALL);
        }
    }

    /// What an object declares, as text by the form's fields.
    static List<Shelved.Fact> facts(CatalogueObject object) {
        List<Shelved.Fact> facts = new ArrayList<>();
        values(object).forEach((name, value) -> {
            if (!value.isEmpty()) {
                facts.add(new Shelved.Fact(name, value));
            }
        });
        return facts;
    }

    static void store(Form form, CatalogueObject object) {
        values(object).forEach((name, value) -> {
            form.store(name, value);
            if (LISTS.contains(name)) {
                value.lines().forEach(item -> form.store((name.equals(EXCEPT) ? MODELS : name) + ":" + item, item));
            }
        });
        if (object.definition().get(MODELS) instanceof List<?> models) {
            form.store(SCOPE, models.contains(ALL) ? ALL : "some");
        }
    }

    /// What is stored and was not typed.
    static List<Shelved.Fact> differing(Form form, CatalogueObject object) {
        return facts(object).stream()
                .filter(fact -> form.has(fact.name()) && !LISTS.contains(fact.name()))
                .filter(fact -> !fact.name().equals(TRACE))
                .filter(fact -> !fact.value().equals(String.join("\n", form.lines(fact.name())))
                        && !fact.value().equals(form.value(fact.name())))
                .toList();
    }

    private static Map<String, String> values(CatalogueObject object) {
        Map<String, String> values = new LinkedHashMap<>();
        object.definition().forEach((key, value) -> {
            switch (value) {
                case null -> {}
                case Map<?, ?> map when key.equals("image_sizes") -> values.put(key, ImageSizes.lines(map));
                case Map<?, ?> map ->
                    map.forEach((name, inner) -> values.put(
                            key.equals("limits") ? String.valueOf(name) : key + "." + name, String.valueOf(inner)));
                case List<?> list ->
                    values.put(
                            key,
                            String.join("\n", list.stream().map(String::valueOf).toList()));
                case Number seconds when key.equals("created") -> values.put(key, day(seconds.longValue()));
                default -> values.put(key, value.toString());
            }
        });
        return values;
    }

    private static String day(long seconds) {
        return seconds % DAY_SECONDS == 0
                ? LocalDate.ofEpochDay(seconds / DAY_SECONDS).toString()
                : Long.toString(seconds);
    }

    /// A new object, by what is not empty.
    static ObjectNode created(Form form, String kind) {
        ObjectNode all = changes(form, kind);
        ObjectNode made = JSON.objectNode().put("id", form.required("id"));
        all.properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                made.set(field.getKey(), field.getValue());
            }
        });
        return made;
    }

    /// All fields but the id; null for what is empty.
    static ObjectNode changes(Form form, String kind) {
        ObjectNode words = JSON.objectNode();
        switch (kind) {
            case "providers" -> provider(form, words);
            case MODELS -> model(form, words);
            case "deployments" -> deployment(form, words);
            default -> group(form, words);
        }
        return words;
    }

    private static void provider(Form form, ObjectNode words) {
        words.put("name", form.text("name"));
        words.put("kind", form.required("kind"));
        words.put("base_url", form.required("base_url"));
        words.put("credential", form.required("credential"));
        words.put("on_client_gone", form.text("on_client_gone"));
        words.put(TRACE, !form.chosen(TRACE).isEmpty());
        words.set("timeouts", timeouts(form));
    }

    private static void model(Form form, ObjectNode words) {
        words.put("owner", form.required("owner"));
        words.set("aliases", list(form.lines("aliases")));
        words.put("context_window", form.count("context_window"));
        words.put("output_bound", form.count("output_bound"));
        words.put("least_useful_output", form.count("least_useful_output"));
        words.set("capabilities", list(form.chosen("capabilities")));
        words.put("created", form.text("created"));
        words.set("limits", limits(form));
        words.set("timeouts", timeouts(form));
        words.set("image_sizes", ImageSizes.json(form));
        words.put("audio_bound", form.count("audio_bound"));
    }

    private static void deployment(Form form, ObjectNode words) {
        words.put("provider", form.required("provider"));
        words.put("model", form.required("model"));
        words.put("upstream_model", form.text("upstream_model"));
        words.put("weight", form.number("weight"));
        words.put("priority", form.number("priority"));
        words.put("credential", form.text("credential"));
    }

    private static void group(Form form, ObjectNode words) {
        List<String> chosen = form.chosen(MODELS);
        boolean all = form.value(SCOPE).equals(ALL);
        words.set(MODELS, list(all ? List.of(ALL) : chosen));
        words.set(EXCEPT, all && !chosen.isEmpty() ? list(chosen) : JSON.nullNode());
        words.set("limits", limits(form));
    }

    private static JsonNode limits(Form form) {
        ObjectNode limits = JSON.objectNode();
        LIMITS.forEach(name -> {
            Long count = form.count(name);
            if (count != null) {
                limits.put(name, count);
            }
        });
        return limits.isEmpty() ? JSON.nullNode() : limits;
    }

    private static JsonNode timeouts(Form form) {
        ObjectNode timeouts = JSON.objectNode();
        TIMEOUTS.forEach(name -> {
            String text = form.text("timeouts." + name);
            if (text != null) {
                timeouts.put(name, text);
            }
        });
        return timeouts.isEmpty() ? JSON.nullNode() : timeouts;
    }

    private static JsonNode list(List<String> items) {
        var list = JSON.arrayNode();
        items.forEach(list::add);
        return list;
    }
}
