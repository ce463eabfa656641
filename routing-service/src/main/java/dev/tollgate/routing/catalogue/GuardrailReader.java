package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.routing.v1.Guardrails;
import dev.tollgate.contract.routing.v1.Guardrails.Guardrail;
import dev.tollgate.contract.routing.v1.Guardrails.Hook;
import dev.tollgate.contract.routing.v1.Guardrails.Redaction;
import dev.tollgate.routing.catalogue.CatalogueFile.GuardrailEntry;
import dev.tollgate.routing.credential.CredentialReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads guardrails, and which of them a group names.
final class GuardrailReader {
    static final String GUARDRAILS = "guardrails";

    private static final String HTTP = "http";
    private static final String REDACT = "redact";
    private static final Set<String> HOOK_KEYS = Set.of("url", "timeout", "on_failure", "secret", "allow_loopback");
    private static final Set<String> REDACTION_KEYS = Set.of("patterns", "custom", "replacement");
    private static final Set<String> KEYS = Set.of(
            "id",
            "kind",
            "url",
            "timeout",
            "on_failure",
            "secret",
            "allow_loopback",
            "patterns",
            "custom",
            "replacement");
    private static final Set<String> BUILT_IN =
            Set.of("email", "credit_card", "iban", "phone", "ipv4", "us_ssn", "api_key");
    private static final Pattern KIND = Pattern.compile(HTTP + "|" + REDACT);
    private static final Pattern ON_FAILURE = Pattern.compile("open|closed");
    private static final Pattern ANY = Pattern.compile("[^\\p{Cntrl}]{1,2048}");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,31}");
    /// It is put into JSON, and into JSON within JSON, as it stands.
    private static final Pattern REPLACEMENT = Pattern.compile("[^\\p{Cntrl}\"\\\\]{0,64}");

    private static final String PRESET_REPLACEMENT = "[{name}]";
    private static final long PRESET_TIMEOUT = 500;
    private static final long LONGEST_TIMEOUT = 30_000;
    private static final int MOST = 64;
    private static final int MOST_OF_GROUP = 8;
    private static final int MOST_CUSTOM = 32;

    private final Map<String, GuardrailEntry> found = new LinkedHashMap<>();

    static Map<String, GuardrailEntry> read(Section root) {
        GuardrailReader reader = new GuardrailReader();
        boolean loopback = root.flag("allow_loopback", false);
        List<Section> sections = root.sections(GUARDRAILS, KEYS);
        if (sections.size() > MOST) {
            root.problem(GUARDRAILS, "has more than " + MOST);
        }
        sections.forEach(section -> reader.take(section, loopback));
        return Map.copyOf(reader.found);
    }

    private void take(Section section, boolean loopbackForAll) {
        String id = section.text("id", Forms.ID, Forms.ID_NAME);
        String kind = section.text("kind", KIND, "http or redact");
        GuardrailEntry entry =
                switch (kind) {
                    case HTTP -> hook(id, section, section.flag("allow_loopback", loopbackForAll));
                    case REDACT -> redaction(id, section);
                    default -> new GuardrailEntry(new Guardrail(id, null, null), null);
                };
        if (!id.isEmpty() && found.putIfAbsent(id, entry) != null) {
            section.problem("id", "is taken: another guardrail is called \"" + id + "\"");
        }
    }

    private static GuardrailEntry hook(String id, Section section, boolean loopback) {
        foreign(section, REDACTION_KEYS, REDACT);
        String url = section.text("url", ANY, "a URL");
        String problem = url.isEmpty() ? null : BaseUrl.problem(url, loopback);
        if (problem != null) {
            section.problem("url", problem);
        }
        long timeout = Forms.millis(section, "timeout", PRESET_TIMEOUT);
        if (timeout > LONGEST_TIMEOUT) {
            section.problem("timeout", "must be at most 30s");
        }
        CredentialReference secret = secret(section);
        String failing = section.text("on_failure", ON_FAILURE, "open or closed");
        Hook hook = new Hook(url, timeout, failing.equals("closed"), secret != null, null);
        return new GuardrailEntry(new Guardrail(id, hook, null), secret);
    }

    private static @Nullable CredentialReference secret(Section section) {
        String text = section.optionalText("secret", ANY, "a reference");
        CredentialReference reference = text == null ? null : CredentialReference.parse(text);
        boolean usable = reference instanceof CredentialReference.Env || reference instanceof CredentialReference.File;
        if (text != null && !usable) {
            // The text is not shown: it may be a secret written here by mistake.
            section.problem("secret", "must be env:NAME or file:/path; never the secret itself");
        }
        return reference;
    }

    private static GuardrailEntry redaction(String id, Section section) {
        foreign(section, HOOK_KEYS, HTTP);
        String replacement =
                section.optionalText("replacement", REPLACEMENT, "at most 64 characters without quotes or backslashes");
        List<Guardrails.Pattern> patterns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Section.Item item : section.texts("patterns")) {
            if (!BUILT_IN.contains(item.value())) {
                section.problem(
                        item,
                        "must be one of "
                                + String.join(", ", BUILT_IN.stream().sorted().toList()));
            } else if (!names.add(item.value())) {
                section.problem(item, "is given twice");
            }
            patterns.add(new Guardrails.Pattern(item.value(), null, 0));
        }
        custom(section, names, patterns);
        if (patterns.isEmpty()) {
            section.problem("patterns", "is missing: names of built-in patterns, or some under custom");
        }
        Redaction redaction = new Redaction(patterns, replacement == null ? PRESET_REPLACEMENT : replacement);
        return new GuardrailEntry(new Guardrail(id, null, redaction), null);
    }

    private static void custom(Section section, Set<String> names, List<Guardrails.Pattern> patterns) {
        List<Section> own = section.sections("custom", Set.of("name", "pattern"));
        if (own.size() > MOST_CUSTOM) {
            section.problem("custom", "has more than " + MOST_CUSTOM + " patterns");
        }
        for (Section one : own) {
            String name = one.text("name", NAME, "lower-case letters, digits or '_', at most 32");
            String expression = one.text("pattern", ANY, "an expression of at most 2048 characters");
            if (!name.isEmpty() && (BUILT_IN.contains(name) || !names.add(name))) {
                one.problem("name", "is taken: another pattern is called \"" + name + "\"");
            }
            patterns.add(new Guardrails.Pattern(name, expression, width(one, expression)));
        }
    }

    private static int width(Section section, String expression) {
        if (expression.isEmpty()) {
            return 0;
        }
        return switch (ExpressionWidth.of(expression)) {
            case ExpressionWidth.Bounded(int most) -> most;
            case ExpressionWidth.Unusable(String why) -> {
                section.problem("pattern", why);
                yield 0;
            }
        };
    }

    private static void foreign(Section section, Set<String> keys, String kind) {
        for (String key : keys) {
            if (section.has(key)) {
                section.problem(key, "goes only with kind: " + kind);
            }
        }
    }

    /// Those that a group names; null when it names none.
    ///
    /// @param known all there are
    static @Nullable Guardrails ofGroup(Section group, Map<String, GuardrailEntry> known) {
        Section named = group.section(GUARDRAILS, Set.of("before", "after"));
        if (named == null) {
            return null;
        }
        Guardrails guardrails = new Guardrails(named(named, "before", known), named(named, "after", known));
        return guardrails.before().isEmpty() && guardrails.after().isEmpty() ? null : guardrails;
    }

    private static List<Guardrail> named(Section section, String key, Map<String, GuardrailEntry> known) {
        List<Guardrail> named = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Section.Item item : section.texts(key)) {
            GuardrailEntry entry = known.get(item.value());
            if (entry == null) {
                section.problem(item, "is unknown: no guardrail has the id \"" + Section.shorten(item.value()) + "\"");
            } else if (!ids.add(item.value())) {
                section.problem(item, "is given twice");
            } else {
                named.add(entry.guardrail());
            }
        }
        if (named.size() > MOST_OF_GROUP) {
            section.problem(key, "has more than " + MOST_OF_GROUP);
        }
        return named;
    }
}
