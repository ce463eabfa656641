package dev.tollgate.operator.catalogue;

import dev.tollgate.operator.catalogue.Keeping.Fault;
import dev.tollgate.operator.catalogue.Keeping.Outcome;
import dev.tollgate.operator.condition.Conditions;
import dev.tollgate.operator.condition.Pace;
import dev.tollgate.operator.condition.Verdict;
import dev.tollgate.operator.management.Away;
import dev.tollgate.operator.management.Rejected;
import dev.tollgate.operator.resource.CatalogueStatus;
import dev.tollgate.operator.resource.Declared;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the reconcilers of the four kinds share: keep, tell, look again.
final class CatalogueControl {
    private final Keeping keeping;
    private final Catalogue catalogue;
    private final Pace pace;
    private final Clock clock;

    CatalogueControl(Catalogue catalogue, Pace pace, Clock clock) {
        this.keeping = new Keeping(catalogue);
        this.catalogue = catalogue;
        this.pace = pace;
        this.clock = clock;
    }

    /// What is told of objects that are as wanted.
    ///
    /// @param objects to be noted
    /// @param credentialVersion of the Secret that was handed over
    record Told(List<Declared> objects, @Nullable String credentialVersion, List<Verdict> verdicts) {}

    <R extends CustomResource<?, CatalogueStatus>> UpdateControl<R> reconcile(
            R resource, List<Wanted> wanted, Function<Outcome, Told> tell) {
        CatalogueStatus before = status(resource);
        try {
            Outcome outcome = keeping.keep(wanted, before.declared());
            if (outcome.claimed()) {
                Verdict creating = Verdict.unready("Creating", "is being made");
                set(resource, before, new Told(outcome.objects(), before.credentialVersion(), List.of(creating)));
                return UpdateControl.patchStatus(resource).rescheduleAfter(Pace.AT_ONCE);
            }
            Told told = outcome.faults().isEmpty()
                    ? tell.apply(outcome)
                    : new Told(outcome.objects(), before.credentialVersion(), List.of(verdict(outcome.faults())));
            return finish(resource, before, told);
        } catch (Rejected e) {
            return finish(resource, before, same(before, Conditions.of(e)));
        } catch (Away e) {
            return finish(resource, before, same(before, Conditions.of(e)));
        }
    }

    /// Deletes what it has made; the resource stays until that is done.
    <R extends CustomResource<?, CatalogueStatus>> DeleteControl cleanup(R resource, Context<R> context) {
        CatalogueStatus before = status(resource);
        try {
            before.declared().forEach(this::delete);
            return DeleteControl.defaultDelete();
        } catch (Rejected e) {
            tellOfCleanup(resource, before, context, Verdict.unready("InUse", String.valueOf(e.getMessage())));
        } catch (Away e) {
            tellOfCleanup(resource, before, context, Conditions.of(e));
        }
        return DeleteControl.noFinalizerRemoval().rescheduleAfter(pace.retry());
    }

    /// The file's own, of the same name, is none of ours.
    private void delete(Declared object) {
        Seen seen = catalogue.find(object.kind(), object.id());
        if (seen != null && seen.declaredAt() == null) {
            catalogue.delete(object);
        }
    }

    private <R extends CustomResource<?, CatalogueStatus>> void tellOfCleanup(
            R resource, CatalogueStatus before, Context<R> context, Verdict verdict) {
        set(resource, before, same(before, verdict));
        context.getClient().resource(resource).patchStatus();
    }

    private <R extends CustomResource<?, CatalogueStatus>> UpdateControl<R> finish(
            R resource, CatalogueStatus before, Told told) {
        set(resource, before, told);
        boolean ready = told.verdicts().stream().anyMatch(Verdict::isReady);
        return UpdateControl.patchStatus(resource).rescheduleAfter(ready ? pace.resync() : pace.retry());
    }

    private <R extends CustomResource<?, CatalogueStatus>> void set(R resource, CatalogueStatus before, Told told) {
        Long generation = resource.getMetadata().getGeneration();
        resource.setStatus(new CatalogueStatus(
                generation,
                Conditions.of(before, generation, clock.instant(), told.verdicts()),
                told.objects(),
                told.credentialVersion()));
    }

    static CatalogueStatus status(CustomResource<?, CatalogueStatus> resource) {
        CatalogueStatus status = resource.getStatus();
        return status == null ? CatalogueStatus.NONE : status;
    }

    private static Told same(CatalogueStatus before, Verdict verdict) {
        return new Told(before.declared(), before.credentialVersion(), List.of(verdict));
    }

    private static Verdict verdict(List<Fault> faults) {
        List<String> messages = new ArrayList<>();
        faults.forEach(fault -> messages.add(fault.message()));
        return Verdict.unready(faults.getFirst().reason(), String.join("; ", messages));
    }
}
