package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.Catalogue.AnswerCache;
import dev.tollgate.contract.routing.v1.Catalogue.Probe;
import dev.tollgate.contract.routing.v1.Catalogue.Strategy;
import dev.tollgate.contract.routing.v1.CatalogueStatus.Problem;
import dev.tollgate.contract.routing.v1.Guardrails;
import dev.tollgate.contract.routing.v1.Guardrails.Guardrail;
import dev.tollgate.routing.canary.Canary;
import dev.tollgate.routing.catalogue.Kind.Named;
import dev.tollgate.routing.credential.CredentialReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A catalogue without problems, as a file declares it or with managed objects upon it: every reference in it leads
/// somewhere. Prices were checked and left to billing.
///
/// @param hash the file's
/// @param guardrails by id
/// @param lines where the file declares what
record CatalogueFile(
        String hash,
        List<ProviderEntry> providers,
        List<Catalogue.Model> models,
        List<DeploymentEntry> deployments,
        List<GroupEntry> groupEntries,
        Map<String, GuardrailEntry> guardrails,
        Map<Named, Integer> lines) {
    private static final String ALL = "*";

    CatalogueFile {
        providers = List.copyOf(providers);
        models = List.copyOf(models);
        deployments = List.copyOf(deployments);
        groupEntries = List.copyOf(groupEntries);
        guardrails = Map.copyOf(guardrails);
        lines = Map.copyOf(lines);
    }

    /// @param name to be shown, or null for the id
    record ProviderEntry(
            Catalogue.Provider provider,
            CredentialReference credential,
            @Nullable String name) {}

    /// @param credential of its own, or null for the provider's
    record DeploymentEntry(
            String id,
            String provider,
            String model,
            String upstreamModel,
            int weight,
            int priority,
            @Nullable CredentialReference credential,
            Rollout rollout) {
        /// One that is trusted.
        DeploymentEntry(
                String id,
                String provider,
                String model,
                String upstreamModel,
                int weight,
                int priority,
                @Nullable CredentialReference credential) {
            this(id, provider, model, upstreamModel, weight, priority, credential, Rollout.NONE);
        }

        DeploymentEntry weighing(int otherWeight, int otherPriority) {
            return new DeploymentEntry(
                    id, provider, model, upstreamModel, otherWeight, otherPriority, credential, rollout);
        }
    }

    /// How a deployment is tried before it is trusted, and how its health is asked for.
    ///
    /// @param canary null when it gets its share at once
    /// @param shadow hundredths of a percent of its model's requests of which it gets a copy, and no request; 0
    ///     when it is no shadow
    /// @param probe null when nobody asks
    record Rollout(
            @Nullable Canary canary, int shadow, @Nullable Probe probe) {
        static final Rollout NONE = new Rollout(null, 0, null);
    }

    /// @param secret what its calls are signed with, or null
    record GuardrailEntry(Guardrail guardrail, @Nullable CredentialReference secret) {}

    /// @param models ids, or a single `*`
    /// @param except ids that `*` leaves out
    /// @param strategy of its routes; null for each model's own
    /// @param cache of answers; null for none
    /// @param guardrails without their secrets; null for none
    record GroupEntry(
            String id,
            List<String> models,
            List<String> except,
            RateLimits limits,
            @Nullable Strategy strategy,
            @Nullable AnswerCache cache,
            @Nullable Guardrails guardrails) {
        GroupEntry {
            models = List.copyOf(models);
            except = List.copyOf(except);
        }

        /// As edges know it: the rest by name when `*` leaves something out.
        Catalogue.Group of(List<Catalogue.Model> all) {
            if (except.isEmpty()) {
                return new Catalogue.Group(id, models, limits, strategy, cache, guardrails);
            }
            List<String> rest =
                    new ArrayList<>(all.stream().map(Catalogue.Model::id).toList());
            rest.removeAll(except);
            return new Catalogue.Group(id, rest, limits, strategy, cache, guardrails);
        }
    }

    List<Catalogue.Group> groups() {
        return groupEntries.stream().map(entry -> entry.of(models)).toList();
    }

    boolean declares(Named named) {
        return lines.containsKey(named);
    }

    /// The same, but for deployments that take no requests.
    CatalogueFile without(Set<String> drained) {
        List<DeploymentEntry> rest = deployments.stream()
                .filter(entry -> !drained.contains(entry.id()))
                .toList();
        return with(rest);
    }

    /// The same, with these deployments.
    CatalogueFile with(List<DeploymentEntry> others) {
        return new CatalogueFile(hash, providers, models, others, groupEntries, guardrails, lines);
    }

    static boolean isAll(List<String> models) {
        return models.equals(List.of(ALL));
    }

    /// What reading a file ends in.
    sealed interface Reading {
        record Valid(CatalogueFile file) implements Reading {}

        /// @param problems at least one, by line
        record Invalid(String hash, List<Problem> problems) implements Reading {
            public Invalid {
                problems = List.copyOf(problems);
            }
        }
    }
}
