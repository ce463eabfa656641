package dev.tollgate.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.bootstrap.Orphans.Edges;
import dev.tollgate.bootstrap.Orphans.ShipJob;
import dev.tollgate.bootstrap.Orphans.ShipJob.State;
import dev.tollgate.bootstrap.Orphans.Step;
import dev.tollgate.bootstrap.Orphans.Volume;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OrphansTest {
    private static final long NOW = 7;

    @Test
    void rule4AVolumeOfAnEdgeThatWasScaledAwayIsShipped() {
        Volume orphan = volume(2, null);
        assertThat(steps(2, Set.of(), List.of(volume(0, null), volume(1, null), orphan)))
                .containsExactly(new Step.Ship(orphan));
    }

    @Test
    void anEdgeThatIsStillEndingHasItsVolume() {
        assertThat(steps(2, Set.of(2), List.of(volume(2, null)))).isEmpty();
    }

    @Test
    void aVolumeIsShippedOnceInAGeneration() {
        assertThat(steps(2, Set.of(), List.of(volume(2, NOW)))).isEmpty();
        assertThat(steps(2, Set.of(), List.of(volume(2, null)), job(2, NOW, State.ACTIVE)))
                .isEmpty();
    }

    @Test
    void whatWasShippedBeforeTheEdgesWereChangedIsShippedAgain() {
        Volume orphan = volume(2, NOW - 1);
        assertThat(steps(2, Set.of(), List.of(orphan), job(2, NOW - 1, State.DONE)))
                .containsExactly(new Step.Ship(orphan));
    }

    @Test
    void twoJobsNeverHaveOneVolume() {
        assertThat(steps(2, Set.of(), List.of(volume(2, null)), job(2, NOW - 1, State.ACTIVE)))
                .isEmpty();
    }

    @Test
    void aJobThatIsDoneIsNoted() {
        Volume orphan = volume(2, null);
        assertThat(steps(2, Set.of(), List.of(orphan), job(2, NOW, State.DONE)))
                .containsExactly(new Step.Note(orphan, NOW));
    }

    @Test
    void aJobThatFailedMakesRoomForTheNext() {
        Orphans.ShipJob failed = job(2, NOW, State.FAILED);
        assertThat(steps(2, Set.of(), List.of(volume(2, null)), failed))
                .containsExactly(new Step.Drop(failed, "its Job failed"));
    }

    @Test
    void anEdgeThatIsWantedAgainGetsItsVolumeBack() {
        ShipJob active = job(2, NOW - 1, State.ACTIVE);
        assertThat(steps(3, Set.of(), List.of(volume(2, null)), active, job(2, NOW - 2, State.DONE)))
                .containsExactly(new Step.Drop(active, "its edge is wanted again"));
    }

    private static List<Step> steps(int replicas, Set<Integer> running, List<Volume> volumes, ShipJob... jobs) {
        return Orphans.steps(new Edges(replicas, NOW, running), volumes, List.of(jobs));
    }

    private static Volume volume(int ordinal, @Nullable Long shippedIn) {
        return new Volume("journal-tollgate-edge-" + ordinal, ordinal, shippedIn);
    }

    private static ShipJob job(int ordinal, long generation, State state) {
        return new ShipJob("ship-" + generation, "journal-tollgate-edge-" + ordinal, generation, state);
    }
}
