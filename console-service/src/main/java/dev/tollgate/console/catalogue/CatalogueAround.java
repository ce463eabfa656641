package dev.tollgate.console.catalogue;

import dev.tollgate.console.access.Rights;
import dev.tollgate.console.insight.OverviewResource;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.Overview;
import dev.tollgate.contract.routing.v1.CatalogueObject;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What stands beside an object on its page: the deployments that use it, what its form offers, how its
/// requests end.
@ApplicationScoped
class CatalogueAround {
    private static final String DEPLOYMENTS = "deployments";
    private static final String LIMIT = "100";
    private static final int MOST = 2_000;

    private final ObjectResource objects;
    private final OverviewResource overview;
    private final Caller caller;

    @Inject
    CatalogueAround(ObjectResource objects, OverviewResource overview, Caller caller) {
        this.objects = objects;
        this.overview = overview;
        this.caller = caller;
    }

    /// What a form's selects offer: ids.
    record Choices(List<String> providers, List<String> models) {}

    /// @param deployments of a provider or model; none of others
    record View(Shelved shelved, List<Shelved> deployments, Choices choices) {}

    Uni<View> of(String kind, CatalogueObject one) {
        return Uni.combine()
                .all()
                .unis(deployments(kind, one.id()), choices(kind), health(DEPLOYMENTS))
                .with((used, choices, health) -> new View(
                        Shelved.of(one, health, Shelved.wanting(used)),
                        used.stream()
                                .map(other -> Shelved.of(other, health, Set.of()))
                                .toList(),
                        choices));
    }

    Uni<Choices> choices(String kind) {
        Uni<List<String>> none = Uni.createFrom().item(List.of());
        boolean ofDeployment = kind.equals(DEPLOYMENTS);
        return Uni.combine()
                .all()
                .unis(
                        ofDeployment ? ids("providers") : none,
                        ofDeployment || kind.equals("groups") ? ids("models") : none)
                .with(Choices::new);
    }

    /// Providers that lack a credential which is needed now; asked for where it is shown.
    Uni<Set<String>> wanting(String kind) {
        return kind.equals("providers")
                ? all(DEPLOYMENTS, null, null, new ArrayList<>()).map(Shelved::wanting)
                : Uni.createFrom().item(Set.of());
    }

    /// By deployment, of the last seven days. The page stands without it when billing is away.
    Uni<Map<String, Overview.Deployment>> health(String kind) {
        if (!kind.equals(DEPLOYMENTS) || !new Rights(caller.principal()).everywhere(Permission.BILLING_READ)) {
            return Uni.createFrom().item(Map.of());
        }
        return overview.overview(null, null)
                .map(CatalogueAround::byDeployment)
                .onFailure()
                .recoverWithItem(Map.of());
    }

    private static Map<String, Overview.Deployment> byDeployment(Overview told) {
        Map<String, Overview.Deployment> health = new LinkedHashMap<>();
        told.deployments().forEach(one -> health.put(one.deployment(), one));
        return health;
    }

    private Uni<List<CatalogueObject>> deployments(String kind, String id) {
        String field =
                switch (kind) {
                    case "providers" -> "provider";
                    case "models" -> "model";
                    default -> "";
                };
        return field.isEmpty()
                ? Uni.createFrom().item(List.of())
                : all(DEPLOYMENTS, id, null, new ArrayList<>()).map(found -> found.stream()
                        .filter(one -> id.equals(one.definition().get(field)))
                        .toList());
    }

    private Uni<List<String>> ids(String kind) {
        return all(kind, null, null, new ArrayList<>())
                .map(found -> found.stream().map(CatalogueObject::id).toList());
    }

    private Uni<List<CatalogueObject>> all(
            String kind, @Nullable String search, @Nullable String after, List<CatalogueObject> found) {
        return objects.list(kind, search, new PageAsk(after, null, LIMIT)).chain(page -> {
            found.addAll(page.data());
            return page.hasMore() && found.size() < MOST
                    ? all(kind, search, Objects.requireNonNull(page.lastId()), found)
                    : Uni.createFrom().item(found);
        });
    }
}
