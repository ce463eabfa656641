package dev.tollgate.operator.key;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.operator.management.Management;
import dev.tollgate.operator.resource.ApiKey;
import dev.tollgate.operator.resource.ApiKey.Rotation;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class KeyPlanTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final SeenSecret STORED = new SeenSecret("key_1", 0);

    private final ApiKey resource = resource(null);

    @Test
    void withoutAKeyOneIsMinted() {
        KeyStep step = plan(resource).next(List.of(), null, NOW);
        assertThat(step).isInstanceOfSatisfying(KeyStep.Mint.class, mint -> {
            assertThat(mint.command().path("account_id").asText()).isEqualTo("acct_1");
            assertThat(mint.command().path("name").asText()).isEqualTo("team-a/app (uid-1)");
            assertThat(mint.command().has("expires_at")).isFalse();
            assertThat(mint.idempotencyKey()).startsWith("apikey/uid-1/acct_1/0/");
        });
    }

    @Test
    void whatIsAsItShouldBeIsLeft() {
        assertThat(plan(resource).next(List.of(key("key_1")), STORED, NOW)).isInstanceOf(KeyStep.Rest.class);
    }

    @Test
    void aKeyWhoseSecretWasLostOnItsWayIsReplacedAtOnce() {
        assertThat(plan(resource).next(List.of(key("key_1")), null, NOW)).isEqualTo(new KeyStep.Rotate("key_1", 0));
    }

    @Test
    void aSuccessorWhoseSecretWasLostOnItsWayIsReplacedAtOnceAndItsPredecessorKeepsItsGrace() {
        SeenKey rotated = new SeenKey(
                "key_1", "acct_1", false, NOW.getEpochSecond(), "key_2", NOW.getEpochSecond() + 60, view("key_1"));
        assertThat(plan(resource(rotation(null, "60s", 0))).next(List.of(key("key_2"), rotated), STORED, NOW))
                .isEqualTo(new KeyStep.Rotate("key_2", 0));
    }

    @Test
    void aDeletedSecretIsWrittenAnewWithGraceForWhoStillHasIt() {
        ApiKey delivered = resource(rotation(null, "60s", 0));
        delivered.setStatus(status("key_1", "acct_1"));
        assertThat(plan(delivered).next(List.of(key("key_1")), null, NOW)).isEqualTo(new KeyStep.Rotate("key_1", 60));
    }

    @Test
    void aRaisedRoundRotatesOnce() {
        KeyPlan plan = plan(resource(rotation(null, "10m", 1)));
        assertThat(plan.next(List.of(key("key_1")), STORED, NOW)).isEqualTo(new KeyStep.Rotate("key_1", 600));
        assertThat(plan.next(List.of(key("key_1")), new SeenSecret("key_1", 1), NOW))
                .isInstanceOf(KeyStep.Rest.class);
    }

    @Test
    void anOldKeyIsRotated() {
        KeyPlan plan = plan(resource(rotation("1h", "5m", 0)));
        assertThat(plan.next(List.of(key("key_1")), STORED, NOW.plusSeconds(3_599)))
                .isInstanceOf(KeyStep.Rest.class);
        assertThat(plan.next(List.of(key("key_1")), STORED, NOW.plusSeconds(3_600)))
                .isEqualTo(new KeyStep.Rotate("key_1", 300));
    }

    @Test
    void whatDiffersIsChangedAndNothingElse() {
        ObjectNode view = view("key_1").put("group", "vip");
        SeenKey other = new SeenKey("key_1", "acct_1", false, NOW.getEpochSecond(), null, 0, view);
        assertThat(plan(resource).next(List.of(other), STORED, NOW))
                .isInstanceOfSatisfying(KeyStep.Change.class, change -> assertThat(change.changes())
                        .isEqualTo(Management.JSON.createObjectNode().put("group", "")));
    }

    @Test
    void ofTwoThatWereMintedTheOneInTheSecretStays() {
        assertThat(plan(resource).next(List.of(key("key_0"), key("key_1")), STORED, NOW))
                .isEqualTo(new KeyStep.Revoke("key_0"));
    }

    @Test
    void aKeyOnTheAccountOfBeforeIsRevoked() {
        SeenKey foreign = new SeenKey("key_1", "acct_0", false, NOW.getEpochSecond(), null, 0, view("key_1"));
        assertThat(plan(resource).next(List.of(foreign), STORED, NOW)).isEqualTo(new KeyStep.Revoke("key_1"));
    }

    @Test
    void aKeyThatSomebodyHasRevokedStaysSo() {
        ApiKey delivered = resource(null);
        delivered.setStatus(status("key_1", "acct_1"));
        SeenKey revoked = new SeenKey("key_1", "acct_1", true, NOW.getEpochSecond(), null, 0, view("key_1"));
        assertThat(plan(delivered).next(List.of(revoked), STORED, NOW)).isEqualTo(new KeyStep.Ended("key_1"));
    }

    @Test
    void aNamespaceThatChangesItsAccountGetsANewKey() {
        ApiKey delivered = resource(null);
        delivered.setStatus(status("key_1", "acct_0"));
        SeenKey revoked = new SeenKey("key_1", "acct_0", true, NOW.getEpochSecond(), null, 0, view("key_1"));
        assertThat(plan(delivered).next(List.of(revoked), STORED, NOW)).isInstanceOf(KeyStep.Mint.class);
    }

    private static KeyPlan plan(ApiKey resource) {
        return new KeyPlan(resource, "acct_1");
    }

    private static Rotation rotation(String every, String grace, long round) {
        return new Rotation(every, grace, round);
    }

    private static ApiKey resource(Rotation rotation) {
        ApiKey key = new ApiKey();
        key.setMetadata(new ObjectMetaBuilder()
                .withName("app")
                .withNamespace("team-a")
                .withUid("uid-1")
                .build());
        key.setSpec(new ApiKey.Spec(null, null, null, null, null, null, null, null, rotation));
        return key;
    }

    private static ApiKey.Status status(String key, String account) {
        return new ApiKey.Status(1L, List.of(), key, account, "app", null, null, null);
    }

    private static SeenKey key(String id) {
        return new SeenKey(id, "acct_1", false, NOW.getEpochSecond(), null, 0, view(id));
    }

    /// As the management API shows a key without anything special.
    private static ObjectNode view(String id) {
        ObjectNode view = Management.JSON.createObjectNode();
        view.put("id", id).put("name", "team-a/app (uid-1)").put("status", "ACTIVE");
        view.putNull("group").putNull("expires_at").putNull("models");
        view.putArray("scopes");
        view.putArray("ip_allow");
        view.putObject("limits").putNull("rpm").putNull("tpm");
        return view;
    }
}
