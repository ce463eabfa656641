package dev.tollgate.bootstrap;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides which volumes of edges that were scaled away are to be shipped.
///
/// A volume is an orphan while its edge is neither wanted nor there. It is shipped once per generation of the
/// StatefulSet: whoever wants the edge again changes the StatefulSet, and only an edge writes to its volume, so
/// that a volume which was shipped in the present generation holds nothing new.
final class Orphans {
    private Orphans() {}

    /// A journal's volume.
    ///
    /// @param shippedIn the generation in which all of it was shipped last, if any
    record Volume(String claim, int ordinal, @Nullable Long shippedIn) {}

    /// A Job that was made for a volume.
    ///
    /// @param generation of the StatefulSet when it was made
    record ShipJob(String name, String claim, long generation, State state) {
        enum State {
            ACTIVE,
            DONE,
            FAILED
        }
    }

    /// The edges as they are wanted and as they are.
    ///
    /// @param running the ordinals of the pods that are there, those that are ending too
    record Edges(int replicas, long generation, Set<Integer> running) {}

    /// What is to be done.
    sealed interface Step {
        /// A Job is to be made for a volume.
        record Ship(Volume volume) implements Step {}

        /// A Job has shipped all of a volume: to be noted at the volume.
        record Note(Volume volume, long generation) implements Step {}

        /// A Job is to be deleted: it failed, or an edge wants its volume back.
        record Drop(ShipJob job, String why) implements Step {}
    }

    static List<Step> steps(Edges edges, List<Volume> volumes, List<ShipJob> jobs) {
        List<Step> steps = new ArrayList<>();
        for (Volume volume : volumes) {
            List<ShipJob> ofVolume = jobs.stream()
                    .filter(job -> job.claim().equals(volume.claim()))
                    .toList();
            if (volume.ordinal() < edges.replicas()) {
                ofVolume.stream()
                        .filter(job -> job.state() == ShipJob.State.ACTIVE)
                        .forEach(job -> steps.add(new Step.Drop(job, "its edge is wanted again")));
            } else if (!edges.running().contains(volume.ordinal())) {
                orphan(edges, volume, ofVolume, steps);
            }
        }
        return steps;
    }

    private static void orphan(Edges edges, Volume volume, List<ShipJob> jobs, List<Step> steps) {
        if (isShipped(volume, edges.generation())) {
            return;
        }
        boolean known = false;
        for (ShipJob job : jobs) {
            boolean present = job.generation() == edges.generation();
            known |= present || job.state() == ShipJob.State.ACTIVE;
            if (present && job.state() == ShipJob.State.DONE) {
                steps.add(new Step.Note(volume, job.generation()));
            } else if (present && job.state() == ShipJob.State.FAILED) {
                // The next look makes another one: what is in the volume is somebody's money.
                steps.add(new Step.Drop(job, "its Job failed"));
            }
        }
        if (!known) {
            steps.add(new Step.Ship(volume));
        }
    }

    private static boolean isShipped(Volume volume, long generation) {
        Long shipped = volume.shippedIn();
        return shipped != null && shipped == generation;
    }
}
