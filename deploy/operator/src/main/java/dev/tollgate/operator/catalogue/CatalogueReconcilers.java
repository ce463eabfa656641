package dev.tollgate.operator.catalogue;

import dev.tollgate.operator.condition.Pace;
import dev.tollgate.operator.management.Management;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import java.time.Clock;
import java.util.List;

/// The reconcilers of the four kinds that are objects of the catalogue.
public final class CatalogueReconcilers {
    private CatalogueReconcilers() {}

    /// @param namespace of the Secrets with providers' credentials
    public static List<Reconciler<?>> of(Management management, String namespace, Pace pace, Clock clock) {
        Catalogue catalogue = new Catalogue(management);
        CatalogueControl control = new CatalogueControl(catalogue, pace, clock);
        return List.of(
                new ProviderReconciler(control, catalogue, namespace),
                new ModelReconciler(control),
                new RouteReconciler(control, catalogue),
                new GroupReconciler(control));
    }
}
