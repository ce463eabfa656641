package dev.tollgate.operator.catalogue;

import dev.tollgate.operator.catalogue.CatalogueControl.Told;
import dev.tollgate.operator.condition.Verdict;
import dev.tollgate.operator.resource.Group;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.util.List;

/// Declares groups.
@ControllerConfiguration(name = "group")
final class GroupReconciler implements Reconciler<Group>, Cleaner<Group> {
    private final CatalogueControl control;

    GroupReconciler(CatalogueControl control) {
        this.control = control;
    }

    @Override
    public UpdateControl<Group> reconcile(Group group, Context<Group> context) {
        return control.reconcile(
                group,
                List.of(Wanted.of(group)),
                outcome ->
                        new Told(outcome.objects(), null, List.of(Verdict.ready("Declared", "is in the catalogue"))));
    }

    @Override
    public DeleteControl cleanup(Group group, Context<Group> context) {
        return control.cleanup(group, context);
    }
}
