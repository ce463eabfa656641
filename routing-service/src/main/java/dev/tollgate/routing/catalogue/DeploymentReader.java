package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.routing.v1.Catalogue.Model;
import dev.tollgate.routing.catalogue.CatalogueFile.DeploymentEntry;
import dev.tollgate.routing.catalogue.CatalogueFile.ProviderEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads deployments.
final class DeploymentReader {
    static final Set<String> MANAGED_KEYS = Set.of(
            "id",
            "provider",
            "model",
            "upstream_model",
            "weight",
            "priority",
            "credential",
            "canary",
            "shadow",
            "probe");

    private static final Set<String> KEYS =
            Stream.concat(MANAGED_KEYS.stream(), Stream.of("cost")).collect(Collectors.toUnmodifiableSet());
    private static final Pattern UPSTREAM = Pattern.compile("[\\x21-\\x7E]{1,256}");
    private static final int MOST = 1_000;

    private final Map<String, ProviderEntry> providers;
    private final Map<String, Model> models;

    DeploymentReader(Map<String, ProviderEntry> providers, Map<String, Model> models) {
        this.providers = providers;
        this.models = models;
    }

    List<DeploymentEntry> read(Section root) {
        Map<String, DeploymentEntry> found = new LinkedHashMap<>();
        for (Section section : root.sections("deployments", KEYS)) {
            DeploymentEntry entry = deployment(section);
            RolloutReader.check(section, entry, found.values());
            if (!entry.id().isEmpty() && found.putIfAbsent(entry.id(), entry) != null) {
                section.problem("id", "is taken: another deployment is called \"" + entry.id() + "\"");
            }
        }
        return List.copyOf(found.values());
    }

    DeploymentEntry deployment(Section section) {
        String provider = section.text("provider", Forms.ID, Forms.ID_NAME);
        if (!provider.isEmpty() && !providers.containsKey(provider)) {
            section.problem("provider", "is unknown: no provider is called \"" + provider + "\"");
        }
        String model = section.text("model", Forms.MODEL, Forms.MODEL_NAME);
        if (!model.isEmpty() && !models.containsKey(model)) {
            section.problem("model", "is unknown: no model has the id \"" + model + "\"");
        }
        String upstream = section.optionalText("upstream_model", UPSTREAM, "printable characters, at most 256");
        Model served = models.get(model);
        List<String> capabilities = served == null ? List.of() : served.capabilities();
        PriceForm.check(section, "cost", capabilities);
        return new DeploymentEntry(
                section.text("id", Forms.MODEL, Forms.MODEL_NAME),
                provider,
                model,
                upstream == null ? model : upstream,
                (int) section.whole("weight", 0, MOST, 1),
                (int) section.whole("priority", 0, MOST, 0),
                ProviderReader.reference(section),
                RolloutReader.read(section, capabilities));
    }
}
