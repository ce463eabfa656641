package dev.tollgate.routing.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.id.RequestId;
import dev.tollgate.contract.page.Page;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import dev.tollgate.local.testing.TestSecrets;
import dev.tollgate.routing.catalogue.CatalogueProfile;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.common.mapper.TypeRef;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Entries of September 2001, where no other test has any.
@QuarkusTest
@TestProfile(CatalogueProfile.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class AuditServiceTest {
    private static final long PAST = 1_000_000_000;

    @Inject
    Pool pool;

    @Test
    void choosesByWhoWhatAndWhen() {
        List<String> ids = List.of(
                stored(10, "user_a/tok_1", "credential.set"),
                stored(20, "user_ab/tok_2", "credential.rotate"),
                stored(30, "user_a/tok_3", "catalogue-model.create"));
        assertThat(found("actor=user_a")).containsExactly(ids.get(2), ids.get(0));
        assertThat(found("actor=tok_2")).containsExactly(ids.get(1));
        assertThat(found("action=credential")).containsExactly(ids.get(1), ids.get(0));
        assertThat(found("action=credential.set")).containsExactly(ids.get(0));
        assertThat(found("action=credential&limit=1&after=" + ids.get(1))).containsExactly(ids.get(0));
        assertThat(found("account_id=acct_1")).isEmpty();
        assertThat(page("from=" + (PAST + 20) + "&to=" + (PAST + 30)).data())
                .extracting(AuditEntryView::id)
                .containsExactly(ids.get(1));
        call().get(InternalPaths.AUDIT + "?to=x").then().statusCode(400).body("error.param", equalTo("to"));
    }

    private String stored(int second, String actor, String action) {
        UUID id = RequestId.next((PAST + second) * 1_000);
        pool.preparedQuery("INSERT INTO routing.audit_entry (id, actor, action, subject, detail)"
                        + " VALUES ($1, $2, $3, 'x', '{}')")
                .execute(Tuple.of(id, actor, action))
                .await()
                .indefinitely();
        return id.toString();
    }

    private static List<String> found(String query) {
        return page(query + "&from=" + PAST + "&to=" + (PAST + 1_000)).data().stream()
                .map(AuditEntryView::id)
                .toList();
    }

    private static Page<AuditEntryView> page(String query) {
        return call().get(InternalPaths.AUDIT + "?" + query)
                .then()
                .statusCode(200)
                .extract()
                .as(new TypeRef<>() {});
    }

    private static RequestSpecification call() {
        return given().header(Headers.INTERNAL_TOKEN, TestSecrets.INTERNAL_TOKEN);
    }
}
