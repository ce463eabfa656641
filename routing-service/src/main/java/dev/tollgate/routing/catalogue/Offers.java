package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.Catalogue.Deployment;
import dev.tollgate.contract.routing.v1.CatalogueOffer;
import dev.tollgate.routing.catalogue.CatalogueFile.DeploymentEntry;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes the offer of the snapshot in force, and of what it was made from, as far as this process knows.
final class Offers {
    private Offers() {}

    static CatalogueOffer of(Catalogue catalogue, @Nullable Merged merged) {
        Set<String> usable = new HashSet<>();
        for (Deployment deployment : catalogue.deployments()) {
            if (!deployment.needsCredential() || deployment.credential() != null) {
                usable.add(deployment.model());
            }
        }
        Map<String, Set<String>> providers = merged == null ? Map.of() : providers(merged.whole());
        return new CatalogueOffer(
                catalogue.version(),
                catalogue.models().stream()
                        .map(model -> new CatalogueOffer.Model(
                                model.id(),
                                model.aliases(),
                                model.owner(),
                                List.copyOf(providers.getOrDefault(model.id(), Set.of())),
                                model.contextWindow(),
                                model.outputBound(),
                                model.capabilities(),
                                model.created(),
                                usable.contains(model.id()),
                                isManaged(merged, Kind.MODEL, model.id())))
                        .toList(),
                catalogue.groups().stream()
                        .map(group -> new CatalogueOffer.OfferedGroup(
                                group.id(), group.models(), isManaged(merged, Kind.GROUP, group.id())))
                        .toList(),
                merged == null ? List.of() : deployments(merged));
    }

    /// Those that drain, too: their costs go on being what they are.
    private static List<CatalogueOffer.Deployment> deployments(Merged merged) {
        return merged.whole().deployments().stream()
                .map(entry -> new CatalogueOffer.Deployment(
                        entry.id(),
                        entry.provider(),
                        entry.model(),
                        entry.upstreamModel(),
                        isManaged(merged, Kind.DEPLOYMENT, entry.id())))
                .toList();
    }

    /// Names by model.
    private static Map<String, Set<String>> providers(CatalogueFile whole) {
        Map<String, String> names = new HashMap<>();
        whole.providers().forEach(entry -> {
            String name = entry.name();
            names.put(entry.provider().id(), name == null ? entry.provider().id() : name);
        });
        Map<String, Set<String>> ofModels = new HashMap<>();
        whole.deployments().stream()
                .sorted(Comparator.comparingInt(DeploymentEntry::priority))
                .forEach(entry -> ofModels.computeIfAbsent(entry.model(), model -> new LinkedHashSet<>())
                        .add(names.getOrDefault(entry.provider(), entry.provider())));
        return ofModels;
    }

    private static boolean isManaged(@Nullable Merged merged, Kind kind, String id) {
        return merged != null && merged.manages(kind.named(id));
    }
}
