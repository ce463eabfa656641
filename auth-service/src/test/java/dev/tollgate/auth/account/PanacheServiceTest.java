package dev.tollgate.auth.account;

import static dev.tollgate.auth.AuthApi.account;
import static dev.tollgate.auth.AuthApi.call;
import static dev.tollgate.auth.AuthApi.patch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.auth.v1.AccountView;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What auth manages, accounts among it, is Hibernate Reactive's with Panache.
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class PanacheServiceTest {
    @Inject
    AccountRepository accounts;

    @Test
    void whatTheApiStoresIsFoundByPanache() throws Throwable {
        AccountView made = account("Panache");
        patch(InternalPaths.ACCOUNTS + "/" + made.id(), "{\"group\":\"vip\"}").statusCode(200);
        Account found = Objects.requireNonNull(
                VertxContextSupport.subscribeAndAwait(() -> Panache.withSession(() -> accounts.findById(made.id()))));
        assertThat(found.name).isEqualTo("Panache");
        assertThat(found.group()).isEqualTo("vip");
        assertThat(found.status()).isEqualTo(made.status());
    }

    @Test
    void whatPanacheChangesTheApiShows() throws Throwable {
        AccountView made = account("Before");
        VertxContextSupport.subscribeAndAwait(() -> Panache.withTransaction(
                () -> accounts.locked(made.id()).invoke(found -> Objects.requireNonNull(found).name = "After")));
        assertThat(call().get(InternalPaths.ACCOUNTS + "/" + made.id())
                        .jsonPath()
                        .getString("name"))
                .isEqualTo("After");
    }
}
