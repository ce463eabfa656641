package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.Catalogue.OnClientGone;
import dev.tollgate.contract.routing.v1.Catalogue.Timeouts;
import dev.tollgate.contract.routing.v1.ProviderKind;
import dev.tollgate.routing.catalogue.CatalogueFile.ProviderEntry;
import dev.tollgate.routing.credential.CredentialReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads providers.
final class ProviderReader {
    /// No variable and no file of this process is named by management: what is set there stands in the open.
    static final Set<String> MANAGED_KEYS =
            Set.of("id", "name", "kind", "base_url", "credential", "on_client_gone", "send_traceparent", "timeouts");

    private static final Set<String> KEYS = Set.of(
            "id",
            "name",
            "kind",
            "base_url",
            "base_url_env",
            "credential",
            "on_client_gone",
            "allow_loopback",
            "send_traceparent",
            "timeouts");
    private static final Pattern KIND = Pattern.compile(ProviderKind.all("|"));
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,64}");
    private static final Pattern ANY = Pattern.compile("(?s).+");
    private static final Pattern GONE = Pattern.compile("cancel|drain");

    private final UnaryOperator<@Nullable String> environment;

    /// @param environment answers null for a variable that is not set
    ProviderReader(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    Map<String, ProviderEntry> read(Section root) {
        boolean loopback = root.flag("allow_loopback", false);
        Map<String, ProviderEntry> found = new LinkedHashMap<>();
        for (Section section : root.sections("providers", KEYS)) {
            ProviderEntry entry = provider(section, loopback);
            String id = entry.provider().id();
            if (!id.isEmpty() && found.putIfAbsent(id, entry) != null) {
                section.problem("id", "is taken: another provider is called \"" + id + "\"");
            }
        }
        return found;
    }

    ProviderEntry provider(Section section, boolean loopbackForAll) {
        boolean loopback = section.flag("allow_loopback", loopbackForAll);
        String gone = section.optionalText("on_client_gone", GONE, "cancel or drain");
        Timeouts timeouts = Forms.timeouts(section, Timeouts.DEFAULT);
        Catalogue.Provider provider = new Catalogue.Provider(
                section.text("id", Forms.ID, Forms.ID_NAME),
                section.text("kind", KIND, "a dialect: one of " + ProviderKind.all(", ")),
                baseUrl(section, loopback),
                "drain".equals(gone) ? OnClientGone.DRAIN : OnClientGone.CANCEL,
                timeouts,
                section.flag("send_traceparent", false));
        String name = section.optionalText("name", NAME, "a name of at most 64 characters");
        return new ProviderEntry(provider, credential(section), name);
    }

    private static CredentialReference credential(Section section) {
        if (!section.has("credential")) {
            section.problem("credential", "is missing: env:NAME, file:/path, managed or none");
        }
        CredentialReference reference = reference(section);
        return reference == null ? new CredentialReference.None() : reference;
    }

    /// The section's credential, or null when it has none.
    static @Nullable CredentialReference reference(Section section) {
        String text = section.optionalText("credential", ANY, "a reference");
        if (text == null) {
            return null;
        }
        CredentialReference reference = CredentialReference.parse(text);
        if (reference == null) {
            // The text is not shown: it may be a secret written here by mistake.
            section.problem("credential", "must be env:NAME, file:/path, managed or none; never the secret itself");
        }
        return reference;
    }

    private String baseUrl(Section section, boolean loopback) {
        String url = strip(section.text("base_url", ANY, "a URL"));
        if (!url.isEmpty()) {
            report(section, "base_url", BaseUrl.problem(url, loopback));
        }
        String variable =
                section.optionalText("base_url_env", CredentialReference.ENV_NAME, "an environment variable's name");
        String replaced = variable == null ? null : environment.apply(variable);
        if (replaced == null || replaced.isBlank()) {
            return url;
        }
        String own = strip(replaced.strip());
        String problem = BaseUrl.problem(own, true);
        report(section, "base_url_env", problem == null ? null : "the value of " + variable + " " + problem);
        return own;
    }

    private static void report(Section section, String key, @Nullable String problem) {
        if (problem != null) {
            section.problem(key, problem);
        }
    }

    private static String strip(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
