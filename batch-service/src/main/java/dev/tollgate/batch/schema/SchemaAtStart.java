package dev.tollgate.batch.schema;

import dev.tollgate.inner.Migrations;
import dev.tollgate.inner.Migrations.Mode;
import dev.tollgate.inner.Migrations.Postgres;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;

/// Nothing of the service starts, and no port is opened, before the schema is what this version needs.
@ApplicationScoped
class SchemaAtStart {
    private final Flyway flyway;
    private final Postgres postgres;
    private final Mode mode;
    private final Duration patience;

    SchemaAtStart(
            Flyway flyway,
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") String user,
            @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password,
            @ConfigProperty(name = "tollgate.migrations") Optional<Mode> mode,
            @ConfigProperty(name = "tollgate.migrations.patience") Optional<Duration> patience) {
        this.flyway = flyway;
        this.postgres = new Postgres(url, user, password.orElse(""));
        this.mode = mode.orElse(Mode.APPLY);
        this.patience = patience.orElse(Migrations.PATIENCE);
    }

    void start(@Observes @Priority(Migrations.BEFORE_ALL_OTHERS) StartupEvent event) {
        Migrations.run(flyway, postgres, mode, patience);
    }
}
