package dev.tollgate.routing.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.VertxContextSupport;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What routing manages, published catalogues among it, is Hibernate Reactive's with Panache.
@QuarkusTest
@TestProfile(CatalogueProfile.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class PanacheServiceTest {
    @Inject
    Pool postgres;

    @Test
    void aPublishedCatalogueIsStoredAndFoundByPanache() throws Throwable {
        await().until(() -> count() > 0);
        StoredCatalogue newest = Objects.requireNonNull(
                VertxContextSupport.subscribeAndAwait(() -> Panache.withSession(StoredCatalogue::newest)));
        var row = postgres.query(
                        "SELECT revision, version, file_hash FROM routing.catalogue_version ORDER BY revision DESC LIMIT 1")
                .executeAndAwait()
                .iterator()
                .next();
        assertThat(newest.revision).isEqualTo(row.getLong("revision"));
        assertThat(newest.version).isEqualTo(row.getString("version"));
        assertThat(newest.fileHash).isEqualTo(row.getString("file_hash"));
        Long counted = VertxContextSupport.subscribeAndAwait(() -> Panache.withSession(() -> StoredCatalogue.count()));
        assertThat(counted).isEqualTo(count());
    }

    private long count() {
        return postgres.query("SELECT count(*) FROM routing.catalogue_version")
                .executeAndAwait()
                .iterator()
                .next()
                .getLong(0);
    }
}
