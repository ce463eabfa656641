package dev.tollgate.routing.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.routing.health.Board.Opinion;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BoardTest {
    private static final Opinion NOTHING = new Opinion(0, 0, null);

    @Test
    void oneEdgesCooldownIsEveryones() {
        assertThat(opinion(cooling("a", 3_000), well("b", 9)).coolingMillis()).isEqualTo(3_000);
        assertThat(opinion(cooling("a", 3_000), cooling("b", 4_000)).coolingMillis())
                .isEqualTo(4_000);
    }

    @Test
    void oneEdgeAloneClosesNothingToOthers() {
        assertThat(opinion(open("a", 5_000))).isEqualTo(NOTHING);
        assertThat(opinion(open("a", 5_000), well("b", 9))).isEqualTo(NOTHING);
    }

    @Test
    void moreThanHalfOfThoseThatUseItCloseItToAll() {
        assertThat(opinion(open("a", 5_000), open("b", 4_000), well("c", 9)).openMillis())
                .isEqualTo(5_000);
        assertThat(opinion(open("a", 5_000), open("b", 4_000), well("c", 9), well("d", 9)))
                .isEqualTo(NOTHING);
    }

    @Test
    void anEdgeThatDoesNotUseItHasNoVote() {
        assertThat(opinion(open("a", 5_000), open("b", 4_000), well("c", 0), well("d", 0))
                        .openMillis())
                .isEqualTo(5_000);
    }

    @Test
    void aBreakerThatNobodyTriesAnyMoreIsForgotten() {
        assertThat(opinion(open("a", 5_000), open("b", -9_000)).openMillis()).isEqualTo(5_000);
        assertThat(opinion(open("a", 5_000), open("b", -10_001))).isEqualTo(NOTHING);
    }

    @Test
    void theNewestProofIsTold() {
        assertThat(opinion(proven("a", 4_000), proven("b", 900)).provenMillis()).isEqualTo(900L);
        assertThat(opinion(proven("a", 10_001))).isEqualTo(NOTHING);
    }

    @Test
    void deploymentsAreJudgedApart() {
        Board board = Board.of(List.of(
                open("a", 5_000),
                new Sight("other", "b", true, 5_000, -1, 0, "500", null, 5, 5, null),
                new Sight("other", "c", true, 5_000, -1, 0, "500", null, 5, 5, null)));
        assertThat(board.opinions()).containsOnlyKeys("other");
    }

    @Test
    void anOpinionRunsOutAsTimeGoesBy() {
        assertThat(new Opinion(1_000, 300, 40L).after(400)).isEqualTo(new Opinion(600, 0, 440L));
    }

    @Property
    void itIsClosedToAllOnlyByTwoAndMoreThanHalf(
            @ForAll @IntRange(max = 20) int opposed, @ForAll @IntRange(max = 20) int content) {
        List<Sight> sights = new ArrayList<>();
        for (int i = 0; i < opposed; i++) {
            sights.add(open("o" + i, 1_000));
        }
        for (int i = 0; i < content; i++) {
            sights.add(well("c" + i, 1));
        }
        boolean closed = opinion(sights.toArray(Sight[]::new)).openMillis() > 0;
        assertThat(closed).isEqualTo(opposed >= 2 && opposed > content);
    }

    private static Opinion opinion(Sight... sights) {
        return Board.of(List.of(sights)).opinions().getOrDefault("d", NOTHING);
    }

    private static Sight open(String edge, long millis) {
        return new Sight("d", edge, true, millis, -1, 0, "500", null, 5, 5, null);
    }

    private static Sight cooling(String edge, long millis) {
        return new Sight("d", edge, false, -1, millis, 0, "429", null, 5, 1, null);
    }

    private static Sight well(String edge, long attempts) {
        return new Sight("d", edge, false, -1, -1, 0, null, null, attempts, 0, null);
    }

    private static Sight proven(String edge, long ago) {
        return new Sight("d", edge, false, -1, -1, 0, null, ago, 0, 0, null);
    }
}
