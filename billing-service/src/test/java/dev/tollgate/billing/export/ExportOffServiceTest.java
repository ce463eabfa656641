package dev.tollgate.billing.export;

import static dev.tollgate.billing.Stage.done;
import static dev.tollgate.billing.Stage.inner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import dev.tollgate.billing.Stage;
import dev.tollgate.billing.Stage.Edge;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// By default nothing is exported, and booking does nothing for it.
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class ExportOffServiceTest {
    private static final String EXPORT = "/internal/v1/usage/export";

    @Inject
    Pool pool;

    @Test
    void aBookingLeavesTheOutboxAlone() {
        Stage stage = new Stage(pool);
        Edge edge = stage.edge();
        stage.sql("CREATE OR REPLACE FUNCTION refuse_outbox() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE EXCEPTION 'the export is off'; END $$");
        stage.sql("CREATE TRIGGER refuse_outbox BEFORE INSERT ON usage_outbox FOR EACH STATEMENT"
                + " EXECUTE FUNCTION refuse_outbox()");
        try {
            String account = stage.account(1_000_000_000L);
            UsageFrame.Subject subject = stage.subject(account, 0);
            stage.ship(edge, done(subject, 10, UsageFrame.Outcome.INTERRUPTED));
            stage.ship(edge, done(subject, 30));
            assertThat(stage.number(
                            "SELECT revision FROM usage_record WHERE request_id = $1",
                            UUID.fromString(subject.requestId())))
                    .isEqualTo(2);
        } finally {
            stage.sql("DROP TRIGGER refuse_outbox ON usage_outbox");
        }
        inner().get(EXPORT).then().statusCode(200).body("on", is(false)).body("waiting", is(0));
    }

    /// Switched off for good with something waiting: its days could never be dropped.
    @Test
    void whatWaitsCanBeForgottenAndNothingIsAdded() {
        Stage stage = new Stage(pool);
        stage.sql("INSERT INTO usage_outbox (day, request_id, revision) VALUES ('2026-01-01', gen_random_uuid(), 1)");
        inner().body(Map.of("day", "2026-01-01"))
                .post(EXPORT + "/backfill")
                .then()
                .statusCode(409)
                .body("error.code", is("conflict"));
        inner().post(EXPORT + "/discard")
                .then()
                .statusCode(200)
                .body("moved", is(1))
                .body("has_more", is(false));
        inner().get(EXPORT).then().body("waiting", is(0));
    }
}
