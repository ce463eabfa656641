package dev.tollgate.inner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.inner.Migrations.Mode;
import io.quarkus.runtime.PreventFurtherStepsException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MigrationsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Script schema = new Script();
    private long nanos;

    @Test
    void appliesAtStart() {
        run(Mode.APPLY);
        assertThat(schema.migrated).isEqualTo(1);
    }

    @Test
    void waitsUntilSomebodyElseHasMigratedAndMigratesNothing() {
        schema.looks.addAll(List.of("down", "behind", "behind", "well"));
        run(Mode.WAIT);
        assertThat(schema.looks).isEmpty();
        assertThat(schema.migrated).isZero();
    }

    @Test
    void doesNotWaitForEver() {
        schema.looks.addAll(List.of("behind", "behind"));
        assertThatThrownBy(() -> new Migrations(schema, Duration.ZERO, () -> nanos).run(Mode.WAIT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("applied by somebody else");
        assertThat(schema.looks).hasSize(1);
    }

    @Test
    void onlyMigratesAndEndsWell() {
        schema.looks.addAll(List.of("down", "behind"));
        assertThatThrownBy(() -> run(Mode.ONLY)).isInstanceOfSatisfying(PreventFurtherStepsException.class, end -> {
            assertThat(end.getExitCode()).isZero();
            assertThat(schema.migrated).isEqualTo(1);
        });
    }

    @Test
    void aMigrationThatFailsIsNoGoodEnd() {
        schema.looks.add("behind");
        RuntimeException failure = new IllegalStateException("syntax error");
        schema.failure = failure;
        assertThatThrownBy(() -> run(Mode.ONLY)).isSameAs(failure);
    }

    @Test
    void aSchemaThatIsWellIsNotWaitedFor() {
        schema.looks.add("well");
        assertThatCode(() -> run(Mode.WAIT)).doesNotThrowAnyException();
    }

    private void run(Mode mode) {
        new Migrations(schema, PATIENCE, () -> nanos++).run(mode);
    }

    private static final class Script implements Migrations.Schema {
        final Deque<String> looks = new ArrayDeque<>();
        int migrated;

        @Nullable
        RuntimeException failure;

        @Override
        public boolean isBehind() {
            String look = looks.removeFirst();
            if (look.equals("down")) {
                throw new IllegalStateException("connection refused");
            }
            return look.equals("behind");
        }

        @Override
        public void migrate() {
            if (failure != null) {
                throw failure;
            }
            migrated++;
        }
    }
}
