package dev.tollgate.inner;

import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.Quarkus;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jboss.logging.Logger;
import org.postgresql.ds.PGSimpleDataSource;

/// Brings a service's schema to the version that it needs, before anything else of the service starts.
///
/// Migrations only ever add to what the version before them reads and writes, so that pods of two versions work on
/// one schema while they are rolled; a schema that is newer than the service is well.
public final class Migrations {
    /// The order of the observer of the start that calls this: nothing may look at the schema before.
    public static final int BEFORE_ALL_OTHERS = Integer.MIN_VALUE;

    /// How long is waited for Postgres or for somebody's migrations, unless it is configured.
    public static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Logger LOG = Logger.getLogger(Migrations.class);
    private static final Duration LOOK_TIMEOUT = Duration.ofSeconds(5);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /// Who migrates.
    public enum Mode {
        /// This process, as it starts: one at a time, as Flyway sees to.
        APPLY,
        /// Somebody else, who is waited for: a Job, before pods of a new version serve.
        WAIT,
        /// This process, which does nothing else and then ends with exit code 0: that Job.
        ONLY
    }

    /// Where the schema is. Its text has no password in it.
    public record Postgres(String url, String user, String password) {
        @Override
        public String toString() {
            return user + " at " + url;
        }
    }

    /// One service's schema.
    interface Schema {
        /// Whether migrations of this version are not applied. Throws when Postgres cannot be asked.
        boolean isBehind();

        /// Applies them.
        void migrate();
    }

    private final Schema schema;
    private final Duration patience;
    private final LongSupplier nanos;

    Migrations(Schema schema, Duration patience, LongSupplier nanos) {
        this.schema = schema;
        this.patience = patience;
        this.nanos = nanos;
    }

    /// Returns when the schema is what the service needs.
    ///
    /// @throws PreventFurtherStepsException with exit code 0 when there was nothing else to do
    /// @throws IllegalStateException when patience is at its end: the process ends, and is started again by others
    public static void run(Flyway flyway, Postgres postgres, Mode mode, Duration patience) {
        try {
            new Migrations(new OfFlyway(flyway, postgres), patience, System::nanoTime).run(mode);
        } catch (PreventFurtherStepsException done) {
            // Both are needed: the one ends the start, the other the process, which would wait to be told to end.
            Quarkus.asyncExit(done.getExitCode());
            throw done;
        }
    }

    void run(Mode mode) {
        switch (mode) {
            case APPLY -> schema.migrate();
            case WAIT -> await(() -> !schema.isBehind(), "migrations are to be applied by somebody else");
            case ONLY -> {
                await(
                        () -> {
                            schema.isBehind();
                            return true;
                        },
                        "Postgres does not answer");
                schema.migrate();
                LOG.info("the schema is migrated, and there is nothing else to do");
                throw new PreventFurtherStepsException("the schema is migrated", 0);
            }
        }
    }

    private interface Look {
        boolean isWell();
    }

    private void await(Look look, String what) {
        long began = nanos.getAsLong();
        String told = "";
        while (true) {
            String now = why(look, what);
            if (now.isEmpty()) {
                return;
            }
            if (nanos.getAsLong() - began >= patience.toNanos()) {
                throw new IllegalStateException("not started after %s: %s".formatted(patience, now));
            }
            if (!now.equals(told)) {
                LOG.infof("waiting: %s", now);
                told = now;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /// Why it is to be waited; empty when it is not.
    private static String why(Look look, String what) {
        try {
            return look.isWell() ? "" : what;
        } catch (RuntimeException e) {
            return "Postgres does not answer: " + e.getMessage();
        }
    }

    /// Connections of their own, closed after each use: a look that breaks leaves nothing behind for the next, as it
    /// would in a pool whose connections it did not give back.
    private record OfFlyway(Flyway flyway, Postgres postgres) implements Schema {
        @Override
        public boolean isBehind() {
            return over(LOOK_TIMEOUT).info().pending().length > 0;
        }

        @Override
        public void migrate() {
            over(Duration.ZERO).migrate();
        }

        /// @param answer how long a statement may take; zero for as long as it takes
        private Flyway over(Duration answer) {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(postgres.url());
            source.setUser(postgres.user());
            source.setPassword(postgres.password());
            source.setConnectTimeout((int) LOOK_TIMEOUT.toSeconds());
            source.setSocketTimeout((int) answer.toSeconds());
            source.setTcpKeepAlive(true);
            return new Flyway(new FluentConfiguration()
                    .configuration(flyway.getConfiguration())
                    .dataSource(source));
        }
    }
}
