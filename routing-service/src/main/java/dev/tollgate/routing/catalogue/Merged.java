package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.routing.v1.Catalogue.Model;
import dev.tollgate.contract.routing.v1.CatalogueStatus.Conflict;
import dev.tollgate.contract.routing.v1.CatalogueStatus.Problem;
import dev.tollgate.routing.catalogue.CatalogueFile.DeploymentEntry;
import dev.tollgate.routing.catalogue.CatalogueFile.GroupEntry;
import dev.tollgate.routing.catalogue.CatalogueFile.ProviderEntry;
import dev.tollgate.routing.catalogue.Kind.Named;
import dev.tollgate.routing.catalogue.Managed.ManagedObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A file with what management declares upon it. The file wins, whatever is managed: an object that does not go
/// with it is left out and told of, so that none can keep a good file from being taken.
///
/// @param whole both, in the file's order and then that of the objects' making
/// @param conflicts managed objects that have no effect, and why
record Merged(CatalogueFile file, Managed managed, CatalogueFile whole, Map<Named, List<Problem>> conflicts) {
    Merged {
        conflicts = Map.copyOf(conflicts);
    }

    /// What requests may use: a deployment that drains is not among it, and canaries have their present share.
    CatalogueFile effective() {
        return Canaries.lay(whole.without(managed.drained()), managed.canaries());
    }

    /// With other facts about the same objects.
    Merged with(Managed other) {
        return new Merged(file, other, whole, conflicts);
    }

    /// Whether it is managed, and has an effect.
    boolean manages(Named named) {
        return !file.declares(named) && managed.live(named) != null && !conflicts.containsKey(named);
    }

    List<Conflict> told() {
        return conflicts.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream()
                        .map(problem -> new Conflict(
                                entry.getKey().kind().word(), entry.getKey().id(), problem.field(), problem.message())))
                .toList();
    }

    /// @param allowLoopback whether a managed provider's address may lead to this machine
    static Merged of(CatalogueFile file, Managed managed, boolean allowLoopback) {
        return new Laying(file, allowLoopback).lay(managed);
    }

    /// Lays managed objects upon a file, kind by kind, so that each can refer to those before it.
    private static final class Laying {
        /// What billing owns.
        private static final List<String> PUBLISHED_APART = List.of("prices", "cost", "multiplier");

        private final CatalogueFile file;
        private final boolean allowLoopback;
        private final ProviderReader providerReader = new ProviderReader(name -> null);
        private final Map<String, ProviderEntry> providers = new LinkedHashMap<>();
        private final Map<String, Model> models = new LinkedHashMap<>();
        private final Set<String> modelNames = new HashSet<>();
        private final List<DeploymentEntry> deployments;
        private final List<GroupEntry> groups;
        private final Map<Named, List<Problem>> conflicts = new LinkedHashMap<>();

        Laying(CatalogueFile file, boolean allowLoopback) {
            this.file = file;
            this.allowLoopback = allowLoopback;
            file.providers().forEach(entry -> providers.put(entry.provider().id(), entry));
            file.models().forEach(this::take);
            this.deployments = new ArrayList<>(file.deployments());
            this.groups = new ArrayList<>(file.groupEntries());
        }

        Merged lay(Managed managed) {
            managed.of(Kind.PROVIDER).forEach(this::provider);
            managed.of(Kind.MODEL).forEach(this::model);
            managed.of(Kind.DEPLOYMENT).forEach(this::deployment);
            managed.of(Kind.GROUP).forEach(this::group);
            CatalogueFile whole = new CatalogueFile(
                    file.hash(),
                    List.copyOf(providers.values()),
                    List.copyOf(models.values()),
                    deployments,
                    groups,
                    file.guardrails(),
                    file.lines());
            return new Merged(file, managed, whole, conflicts);
        }

        private void provider(ManagedObject object) {
            Problems problems = problems(object);
            Section section = section(object, ProviderReader.MANAGED_KEYS, problems);
            ProviderEntry entry = providerReader.provider(section, allowLoopback);
            CredentialRules.check(section, entry.credential());
            if (isSound(object, problems)) {
                providers.put(object.id(), entry);
            }
        }

        private void model(ManagedObject object) {
            Problems problems = problems(object);
            Section section = section(object, ModelReader.MANAGED_KEYS, problems);
            List<Section.Item> aliases = new ArrayList<>();
            Model model = ModelReader.managed(section, aliases);
            if (modelNames.contains(model.id()) && problems.isEmpty()) {
                section.problem("id", "is taken: another model is called so, or has it as an alias");
            }
            Set<String> own = new HashSet<>(Set.of(model.id()));
            for (Section.Item alias : aliases) {
                if (modelNames.contains(alias.value()) || !own.add(alias.value())) {
                    section.problem(alias, "is taken: another model is called so, or has the same alias");
                }
            }
            Map<String, Model> all = new LinkedHashMap<>(models);
            all.put(model.id(), model);
            RoutingReader.check(section, model, all);
            if (isSound(object, problems)) {
                take(model);
            }
        }

        private void deployment(ManagedObject object) {
            Problems problems = problems(object);
            Section section = section(object, DeploymentReader.MANAGED_KEYS, problems);
            DeploymentEntry entry = new DeploymentReader(providers, models).deployment(section);
            CredentialRules.check(section, entry.credential());
            RolloutReader.check(section, entry, deployments);
            if (isSound(object, problems)) {
                deployments.add(entry);
            }
        }

        private void group(ManagedObject object) {
            Problems problems = problems(object);
            Section section = section(object, GroupReader.MANAGED_KEYS, problems);
            GroupEntry entry = new GroupReader(models, file.guardrails()).group(section);
            if (isSound(object, problems)) {
                groups.add(entry);
            }
        }

        private void take(Model model) {
            models.put(model.id(), model);
            modelNames.add(model.id());
            modelNames.addAll(model.aliases());
        }

        private Problems problems(ManagedObject object) {
            Problems problems = new Problems();
            if (file.declares(object.named())) {
                problems.add(1, "id", "is declared by the catalogue file as well, which wins");
            }
            for (String key : PUBLISHED_APART) {
                if (object.definition().has(key)) {
                    problems.add(1, key, "is published by a price draft");
                }
            }
            return problems;
        }

        private static Section section(ManagedObject object, Set<String> keys, Problems problems) {
            return Section.of(JsonSection.node(object.definition().deepCopy().remove(PUBLISHED_APART)), keys, problems);
        }

        private boolean isSound(ManagedObject object, Problems problems) {
            if (!problems.isEmpty()) {
                conflicts.put(object.named(), problems.sorted());
            }
            return problems.isEmpty();
        }
    }
}
