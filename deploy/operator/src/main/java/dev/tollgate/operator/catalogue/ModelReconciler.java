package dev.tollgate.operator.catalogue;

import dev.tollgate.operator.catalogue.CatalogueControl.Told;
import dev.tollgate.operator.condition.Verdict;
import dev.tollgate.operator.resource.Model;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.util.List;

/// Declares models, and tells whether one has a price: without, nobody can call it.
@ControllerConfiguration(name = "model")
final class ModelReconciler implements Reconciler<Model>, Cleaner<Model> {
    private final CatalogueControl control;

    ModelReconciler(CatalogueControl control) {
        this.control = control;
    }

    @Override
    public UpdateControl<Model> reconcile(Model model, Context<Model> context) {
        Wanted wanted = Wanted.of(model);
        return control.reconcile(model, List.of(wanted), outcome -> {
            Seen seen = outcome.seen().get(wanted.id());
            return new Told(
                    outcome.objects(), null, List.of(verdict(seen != null && Boolean.TRUE.equals(seen.priced()))));
        });
    }

    @Override
    public DeleteControl cleanup(Model model, Context<Model> context) {
        return control.cleanup(model, context);
    }

    private static Verdict verdict(boolean priced) {
        return priced
                ? Verdict.ready("Declared", "is in the catalogue and has a price")
                : Verdict.unready("Unpriced", "has no price in force: a PriceList must name it");
    }
}
