package dev.tollgate.operator.catalogue;

import dev.tollgate.operator.catalogue.CatalogueControl.Told;
import dev.tollgate.operator.catalogue.Keeping.Outcome;
import dev.tollgate.operator.condition.Verdict;
import dev.tollgate.operator.resource.Declared;
import dev.tollgate.operator.resource.Route;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Declares the deployments of routes, and tells how the edges see each.
@ControllerConfiguration(name = "route")
final class RouteReconciler implements Reconciler<Route>, Cleaner<Route> {
    private final CatalogueControl control;
    private final Catalogue catalogue;

    RouteReconciler(CatalogueControl control, Catalogue catalogue) {
        this.control = control;
        this.catalogue = catalogue;
    }

    @Override
    public UpdateControl<Route> reconcile(Route route, Context<Route> context) {
        return control.reconcile(route, Wanted.of(route), this::tell);
    }

    @Override
    public DeleteControl cleanup(Route route, Context<Route> context) {
        return control.cleanup(route, context);
    }

    private Told tell(Outcome outcome) {
        Map<String, Health> health = catalogue.health();
        List<Declared> objects = outcome.objects().stream()
                .map(one -> one.seen(state(health, one.id())))
                .toList();
        return new Told(objects, null, List.of(verdict(objects, outcome)));
    }

    private static Verdict verdict(List<Declared> objects, Outcome outcome) {
        List<String> without = outcome.seen().entrySet().stream()
                .filter(entry -> Boolean.FALSE.equals(entry.getValue().configured()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (without.size() == objects.size()) {
            return Verdict.unready(
                    "CredentialMissing", String.join(", ", without) + ": the provider has no credential");
        }
        boolean allOpen = objects.stream().allMatch(one -> Objects.equals(one.health(), "open"));
        return allOpen
                ? Verdict.unready("AllFail", "the edges have closed every deployment: their requests fail")
                : Verdict.ready("Declared", objects.size() + " in the catalogue");
    }

    private static String state(Map<String, Health> health, String id) {
        Health seen = health.get(id);
        return seen == null ? "unknown" : seen.state();
    }
}
