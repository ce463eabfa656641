package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.billing.v1.PriceRules;
import dev.tollgate.contract.routing.v1.Catalogue.Model;
import dev.tollgate.contract.routing.v1.Catalogue.Timeouts;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads models.
final class ModelReader {
    static final String REASONING = "reasoning";
    static final Set<String> MANAGED_KEYS = Set.of(
            "id",
            "aliases",
            "owner",
            "context_window",
            "output_bound",
            "least_useful_output",
            "capabilities",
            "created",
            "limits",
            "timeouts",
            "image_sizes",
            "audio_bound",
            RoutingReader.STRATEGY,
            RoutingReader.CACHE_LIFETIME,
            RoutingReader.FALLBACKS);

    private static final Set<String> KEYS = Set.of(
            "id",
            "aliases",
            "owner",
            "context_window",
            "output_bound",
            "least_useful_output",
            "capabilities",
            "created",
            "limits",
            "timeouts",
            "image_sizes",
            "audio_bound",
            RoutingReader.STRATEGY,
            RoutingReader.CACHE_LIFETIME,
            RoutingReader.FALLBACKS,
            "prices");
    private static final String CHAT = "chat";
    /// Those of the capabilities that name endpoints.
    private static final Set<String> OPERATIONS = Set.of(
            CHAT,
            "completions",
            "embeddings",
            "images",
            "image_edits",
            "image_variations",
            "speech",
            "transcription",
            "translation",
            "rerank",
            "moderation",
            "realtime");
    /// Those that may be priced without a price of tokens.
    private static final Set<String> BY_UNITS =
            Set.of("images", "image_edits", "image_variations", "speech", "transcription", "translation", "rerank");
    private static final Set<String> CAPABILITIES = Set.of(
            CHAT,
            // Said natively, not by way of a chat.
            "responses",
            "tools",
            "vision",
            "audio",
            REASONING,
            "json_object",
            "json_schema",
            "caching",
            "completions",
            "embeddings",
            "images",
            "image_edits",
            "image_variations",
            "speech",
            "transcription",
            "translation",
            "rerank",
            "moderation",
            "realtime");
    private static final Pattern UNIX_SECONDS = Pattern.compile("[0-9]{1,11}");
    private static final long CREATED_PRESET = 1_767_225_600L;
    private static final long MOST_TOKENS = 100_000_000L;
    private static final long LEAST_USEFUL = 256;
    private static final long LEAST_USEFUL_REASONING = 4_096;
    private static final long FIRST_BYTE_REASONING = 300_000;
    /// Fields at 0 are the provider's.
    private static final Timeouts PROVIDERS = new Timeouts(0, 0, 0, 0, 0);

    Map<String, Model> read(Section root) {
        Map<String, Model> found = new LinkedHashMap<>();
        Map<Section, Model> read = new LinkedHashMap<>();
        List<Section.Item> aliases = new ArrayList<>();
        List<Section> sections = root.sections("models", KEYS);
        for (Section section : sections) {
            Model model = model(section, capabilities(section), aliases);
            read.put(section, model);
            if (!model.id().isEmpty() && found.putIfAbsent(model.id(), model) != null) {
                section.problem("id", "is taken: another model is called \"" + model.id() + "\"");
            }
        }
        checkAliases(root, aliases, found);
        read.forEach((section, model) -> RoutingReader.check(section, model, found));
        return found;
    }

    private static void checkAliases(Section root, List<Section.Item> aliases, Map<String, Model> models) {
        Map<String, Integer> lines = new LinkedHashMap<>();
        for (Section.Item alias : aliases) {
            Integer before = lines.putIfAbsent(alias.value(), alias.line());
            if (before != null) {
                root.problem(alias, "is taken: line " + before + " has the same alias");
            } else if (models.containsKey(alias.value())) {
                root.problem(alias, "is taken: a model is called \"" + alias.value() + "\"");
            }
        }
    }

    /// A managed model, whose price is published apart: it may leave tokens out if it can be priced by units alone.
    static Model managed(Section section, List<Section.Item> aliases) {
        List<String> capabilities = capabilities(section);
        boolean unitsOnly = !section.has("context_window") && BY_UNITS.containsAll(operations(capabilities));
        return model(section, capabilities, unitsOnly, aliases);
    }

    /// Which endpoints a model of these capabilities serves.
    static Set<String> operations(Collection<String> capabilities) {
        return capabilities.stream().filter(OPERATIONS::contains).collect(Collectors.toUnmodifiableSet());
    }

    private static Model model(Section section, List<String> capabilities, List<Section.Item> allAliases) {
        return model(section, capabilities, PriceForm.check(section, "prices", capabilities), allAliases);
    }

    private static Model model(
            Section section, List<String> capabilities, boolean unitsOnly, List<Section.Item> allAliases) {
        boolean reasoning = capabilities.contains(REASONING);
        Tokens tokens = tokens(section, reasoning, unitsOnly, capabilities);
        return new Model(
                section.text("id", Forms.MODEL, Forms.MODEL_NAME),
                aliases(section, allAliases),
                section.text("owner", Forms.ID, Forms.ID_NAME),
                tokens.window(),
                tokens.bound(),
                tokens.least(),
                capabilities,
                Forms.limits(section),
                timeouts(section, reasoning),
                created(section),
                MediaReader.read(section, capabilities),
                RoutingReader.read(section));
    }

    /// A model that is priced by units alone may leave tokens out, one that answers in none its output bound: they
    /// are 0 then.
    private static Tokens tokens(Section section, boolean reasoning, boolean unitsOnly, List<String> capabilities) {
        boolean answers = !unitsOnly && PriceRules.answersInTokens(capabilities);
        long window = tokens(section, "context_window", !unitsOnly);
        long bound = tokens(section, "output_bound", answers);
        if (bound > window && section.has("context_window")) {
            section.problem("output_bound", "must be at most the context window, " + window);
        }
        long preset = Math.min(bound, reasoning ? LEAST_USEFUL_REASONING : LEAST_USEFUL);
        long least = section.whole("least_useful_output", 1, MOST_TOKENS, preset);
        if (least > bound) {
            section.problem("least_useful_output", "must be at most the output bound, " + bound);
        }
        return new Tokens(window, bound, least);
    }

    private static long tokens(Section section, String key, boolean required) {
        return required ? section.requiredWhole(key, 1, MOST_TOKENS) : section.whole(key, 1, MOST_TOKENS, 0);
    }

    private record Tokens(long window, long bound, long least) {}

    private static List<String> aliases(Section section, List<Section.Item> all) {
        List<Section.Item> aliases = section.texts("aliases");
        for (Section.Item alias : aliases) {
            if (!Forms.MODEL.matcher(alias.value()).matches()) {
                section.problem(alias, "must be " + Forms.MODEL_NAME);
            }
        }
        all.addAll(aliases);
        return aliases.stream().map(Section.Item::value).toList();
    }

    private static List<String> capabilities(Section section) {
        List<String> names = new ArrayList<>();
        for (Section.Item item : section.texts("capabilities")) {
            if (!CAPABILITIES.contains(item.value())) {
                String known = String.join(", ", CAPABILITIES.stream().sorted().toList());
                section.problem(item, "is not known here; known are " + known);
            } else if (names.contains(item.value())) {
                section.problem(item, "is given twice");
            } else {
                names.add(item.value());
            }
        }
        if (names.stream().noneMatch(OPERATIONS::contains)) {
            names.addFirst(CHAT);
        }
        return names;
    }

    /// A reasoning model may think for minutes before its first byte.
    private static @Nullable Timeouts timeouts(Section section, boolean reasoning) {
        Timeouts presets = reasoning ? new Timeouts(0, FIRST_BYTE_REASONING, 0, 0, 0) : PROVIDERS;
        Timeouts own = Forms.timeouts(section, presets);
        return own.equals(PROVIDERS) ? null : own;
    }

    private static long created(Section section) {
        String text = section.raw("created");
        if (text == null) {
            return CREATED_PRESET;
        }
        if (UNIX_SECONDS.matcher(text).matches()) {
            return Long.parseLong(text);
        }
        try {
            return LocalDate.parse(text).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
        } catch (DateTimeException _) {
            section.problem("created", "must be a date such as 2026-01-31, or Unix seconds");
            return CREATED_PRESET;
        }
    }
}
