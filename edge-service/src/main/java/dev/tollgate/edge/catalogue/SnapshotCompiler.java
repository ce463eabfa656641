package dev.tollgate.edge.catalogue;

import dev.tollgate.contract.billing.v1.PriceList;
import dev.tollgate.contract.billing.v1.PriceList.DeploymentCost;
import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.Catalogue.Deployment;
import dev.tollgate.contract.routing.v1.Catalogue.Group;
import dev.tollgate.contract.routing.v1.Catalogue.Model;
import dev.tollgate.contract.routing.v1.Catalogue.Timeouts;
import dev.tollgate.contract.routing.v1.MasterKeys;
import dev.tollgate.contract.routing.v1.SealedCredential;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Joins a catalogue and a price list of the same file to a snapshot. Pure but for the opening of credentials.
final class SnapshotCompiler {
    /// @param unopened deployments whose credential no master key of ours opens
    record Compiled(Snapshot snapshot, List<String> unopened) {}

    private static final String MASTER_KEYS = "TOLLGATE_MASTER_KEYS on the edge to routing's";

    private final MasterKeys keys;

    SnapshotCompiler(MasterKeys keys) {
        this.keys = keys;
    }

    /// @throws IllegalArgumentException when the two are of different files
    Compiled compile(Catalogue catalogue, PriceList prices) {
        if (!catalogue.fileHash().equals(prices.fileHash())) {
            throw new IllegalArgumentException("catalogue and price list are of different files");
        }
        List<Deployment> all = new ArrayList<>(catalogue.deployments());
        catalogue.shadows().forEach(shadow -> all.add(shadow.deployment()));
        Map<String, Secret> secrets = open(all);
        List<Snapshot.Term> terms = new ArrayList<>();
        for (PriceList.Version version : prices.versions()) {
            terms.add(term(catalogue, version, secrets));
        }
        terms.sort(Comparator.comparingLong(Snapshot.Term::version).reversed());
        Map<String, Model> names = new HashMap<>();
        for (Model model : catalogue.models()) {
            names.put(model.id(), model);
            model.aliases().forEach(alias -> names.put(alias, model));
        }
        Snapshot snapshot = new Snapshot(
                catalogue.version(),
                catalogue.fileHash(),
                names,
                catalogue.models(),
                terms,
                shadows(catalogue, secrets),
                probed(catalogue, secrets));
        return new Compiled(snapshot, unopened(secrets));
    }

    /// By model. Their costs are billing's to know.
    private static Map<String, List<ShadowTarget>> shadows(Catalogue catalogue, Map<String, Secret> secrets) {
        Map<String, Integer> shares = new HashMap<>();
        catalogue.shadows().forEach(shadow -> shares.put(shadow.deployment().id(), shadow.share()));
        List<Deployment> deployments =
                catalogue.shadows().stream().map(Catalogue.Shadow::deployment).toList();
        Map<String, List<ShadowTarget>> shadows = new HashMap<>();
        usable(catalogue, deployments, List.of(), secrets)
                .forEach((model, usable) -> shadows.put(
                        model,
                        usable.targets().stream()
                                .map(target -> new ShadowTarget(target, shares.getOrDefault(target.id(), 0)))
                                .toList()));
        return shadows;
    }

    private static List<Target> probed(Catalogue catalogue, Map<String, Secret> secrets) {
        List<Deployment> deployments = catalogue.deployments().stream()
                .filter(deployment -> deployment.probe() != null)
                .toList();
        return usable(catalogue, deployments, List.of(), secrets).values().stream()
                .flatMap(usable -> usable.targets().stream())
                .toList();
    }

    private static List<String> unopened(Map<String, Secret> secrets) {
        return secrets.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Secret.Unopened)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private Snapshot.Term term(Catalogue catalogue, PriceList.Version version, Map<String, Secret> secrets) {
        Map<String, Usable> usable = usable(catalogue, catalogue.deployments(), version.costs(), secrets);
        Map<String, Map<String, ModelPrice>> prices = new HashMap<>();
        for (ModelPrice price : version.prices()) {
            prices.computeIfAbsent(price.group(), g -> new HashMap<>()).put(price.model(), price);
        }
        Map<String, Map<String, RouteOutcome>> outcomes = new HashMap<>();
        for (Group group : catalogue.groups()) {
            Map<String, ModelPrice> ofGroup = prices.getOrDefault(group.id(), Map.of());
            outcomes.put(group.id(), outcomes(catalogue.models(), group, version.version(), ofGroup, usable));
        }
        return new Snapshot.Term(version.version(), version.effectiveFrom(), outcomes);
    }

    private static Map<String, RouteOutcome> outcomes(
            List<Model> models, Group group, long version, Map<String, ModelPrice> prices, Map<String, Usable> usable) {
        Set<String> allowed = Set.copyOf(group.models());
        boolean all = allowed.contains("*");
        Map<String, RouteOutcome> outcomes = HashMap.newHashMap(models.size());
        for (Model model : models) {
            if (all || allowed.contains(model.id())) {
                ModelPrice price = prices.get(model.id());
                Usable ofModel = usable.getOrDefault(model.id(), Usable.NOTHING);
                outcomes.put(model.id(), outcome(model, group, version, price, ofModel));
            }
        }
        return outcomes;
    }

    private static RouteOutcome outcome(
            Model model, Group group, long version, @Nullable ModelPrice price, Usable usable) {
        if (price == null || price.tiers().isEmpty()) {
            return new RouteOutcome.UnknownModel();
        }
        if (usable.targets().isEmpty()) {
            return new RouteOutcome.NotConfigured(
                    usable.hints().isEmpty() ? null : String.join(" or ", usable.hints()));
        }
        Route route = new Route(model, group, price, version, Route.isFree(price), usable.targets(), usable.without());
        return new RouteOutcome.Routed(route);
    }

    /// A model's targets, and what to set for those that are missing.
    private record Usable(List<Target> targets, Set<String> hints, List<Route.Unusable> without) {
        static final Usable NOTHING = new Usable(List.of(), Set.of(), List.of());

        void lacks(Deployment deployment, String hint) {
            hints.add(hint);
            without.add(new Route.Unusable(deployment.id(), deployment.provider()));
        }
    }

    private static Map<String, Usable> usable(
            Catalogue catalogue,
            List<Deployment> deployments,
            List<DeploymentCost> costPrices,
            Map<String, Secret> secrets) {
        Map<String, Catalogue.Provider> providers = new HashMap<>();
        catalogue.providers().forEach(provider -> providers.put(provider.id(), provider));
        Map<String, Model> models = new HashMap<>();
        catalogue.models().forEach(model -> models.put(model.id(), model));
        Map<String, DeploymentCost> costs = new HashMap<>();
        costPrices.forEach(cost -> costs.put(cost.deployment(), cost));
        Map<String, Usable> found = new HashMap<>();
        List<Deployment> byPriority = deployments.stream()
                .sorted(Comparator.comparingInt(Deployment::priority))
                .toList();
        for (Deployment deployment : byPriority) {
            Catalogue.Provider provider = providers.get(deployment.provider());
            Model model = models.get(deployment.model());
            if (provider != null && model != null) {
                Usable usable = found.computeIfAbsent(
                        model.id(), id -> new Usable(new ArrayList<>(), new LinkedHashSet<>(), new ArrayList<>()));
                Timeouts timeouts = merge(model.timeouts(), provider.timeouts());
                switch (secrets.getOrDefault(deployment.id(), new Secret.NotNeeded())) {
                    case Secret.Opened opened ->
                        usable.targets()
                                .add(new Target(
                                        deployment, provider, opened.text(), timeouts, costs.get(deployment.id())));
                    case Secret.NotNeeded _ ->
                        usable.targets()
                                .add(new Target(deployment, provider, null, timeouts, costs.get(deployment.id())));
                    case Secret.Missing missing -> usable.lacks(deployment, missing.hint());
                    case Secret.Unopened _ -> usable.lacks(deployment, MASTER_KEYS);
                }
            }
        }
        return found;
    }

    /// A model's field at 0 is the provider's.
    private static Timeouts merge(@Nullable Timeouts own, Timeouts provider) {
        if (own == null) {
            return provider;
        }
        return new Timeouts(
                own.connect() > 0 ? own.connect() : provider.connect(),
                own.firstByte() > 0 ? own.firstByte() : provider.firstByte(),
                own.plain() > 0 ? own.plain() : provider.plain(),
                own.idle() > 0 ? own.idle() : provider.idle(),
                own.retryDeadline() > 0 ? own.retryDeadline() : provider.retryDeadline());
    }

    private sealed interface Secret {
        record Opened(String text) implements Secret {
            @Override
            public String toString() {
                return "Opened[hidden]";
            }
        }

        record NotNeeded() implements Secret {}

        record Missing(String hint) implements Secret {}

        record Unopened() implements Secret {}
    }

    private Map<String, Secret> open(List<Deployment> deployments) {
        Map<String, Secret> secrets = new HashMap<>();
        for (Deployment deployment : deployments) {
            secrets.put(deployment.id(), open(deployment));
        }
        return secrets;
    }

    private Secret open(Deployment deployment) {
        SealedCredential credential = deployment.credential();
        if (credential == null) {
            String hint = deployment.credentialHint();
            return deployment.needsCredential()
                    ? new Secret.Missing(hint == null ? "the credential of " + deployment.provider() : hint)
                    : new Secret.NotNeeded();
        }
        try {
            return new Secret.Opened(keys.open(credential, deployment.id()));
        } catch (IllegalArgumentException _) {
            return new Secret.Unopened();
        }
    }
}
