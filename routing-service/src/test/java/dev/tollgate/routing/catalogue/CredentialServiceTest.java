package dev.tollgate.routing.catalogue;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.page.Page;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.CatalogueStatus;
import dev.tollgate.contract.routing.v1.CredentialRotation;
import dev.tollgate.contract.routing.v1.MasterKeys;
import dev.tollgate.contract.routing.v1.SealedCredential;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import dev.tollgate.local.testing.TestSecrets;
import dev.tollgate.routing.audit.AuditLog;
import dev.tollgate.routing.audit.Origin;
import dev.tollgate.routing.change.Bell;
import dev.tollgate.routing.change.NewestRevision;
import dev.tollgate.routing.credential.ManagedCredentials;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.common.mapper.TypeRef;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(CatalogueProfile.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class CredentialServiceTest {
    private static final String MANAGED = SampleFile.with("credential: env:OPENAI_API_KEY", "credential: managed");
    private static final Origin NOBODY = new Origin(null, null);
    private static final String NEW_KEY = "new:" + Base64.getEncoder().encodeToString(new byte[32]);

    @Inject
    ManagedConfig managedConfig;

    @Inject
    CatalogueMetrics metrics;

    @Inject
    Bell bell;

    @Inject
    Pool postgres;

    @Inject
    AuditLog audit;

    @BeforeEach
    void takesAManagedProvider() {
        take(MANAGED);
    }

    @AfterEach
    void forgetsTheEnvironment() {
        System.clearProperty("OPENAI_API_KEY");
    }

    @Test
    void putsASecretInForceAndShowsItNowhere() {
        set("sk-managed-1").statusCode(204);

        assertThat(opened(TestSecrets.MASTER_KEYS)).isEqualTo("sk-managed-1");
        assertThat(call().get("/internal/v1/catalogue").asString()).doesNotContain("sk-managed-1");
        assertThat(stored()).doesNotContain("sk-managed-1");
        set("sk-managed-2").statusCode(204);
        assertThat(opened(TestSecrets.MASTER_KEYS)).isEqualTo("sk-managed-2");
    }

    @Test
    void tellsWhoSetItByWhichCallAndNeverWhat() {
        call().header(Headers.ACTOR, "admin:abc")
                .header(Headers.REQUEST_ID, "call-1")
                .contentType(ContentType.JSON)
                .body("{\"secret\":\"sk-audited\"}")
                .put("/internal/v1/credentials/openai")
                .then()
                .statusCode(204);
        call().header(Headers.ACTOR, "admin:abc")
                .post("/internal/v1/credentials/rotate")
                .then()
                .statusCode(200);
        put("nobody", "{\"secret\":\"sk-1\"}").statusCode(404);

        Page<AuditEntryView> page = auditPage("limit=2");
        assertThat(page.hasMore()).isTrue();
        assertThat(page.data())
                .extracting(AuditEntryView::action, AuditEntryView::subject)
                .containsExactly(tuple("credential.rotate", "test"), tuple("credential.set", "openai"));
        AuditEntryView set = page.data().getLast();
        assertThat(set.actor()).isEqualTo("admin:abc");
        assertThat(set.requestId()).isEqualTo("call-1");
        assertThat(set.detail()).doesNotContain("sk-audited");
        assertThat(auditPage("subject=openai&limit=1").data()).containsExactly(set);
        assertThat(auditPage("limit=1&before=" + set.id()).data())
                .containsExactly(page.data().getFirst());
        assertThat(auditPage("after=" + new UUID(0, 0)).data()).isEmpty();
        call().get("/internal/v1/audit?after=x").then().statusCode(400).body("error.param", equalTo("after"));
        call().get("/internal/v1/audit?limit=0").then().statusCode(400).body("error.param", equalTo("limit"));
        assertThatThrownBy(() -> postgres.query("TRUNCATE routing.audit_entry").executeAndAwait())
                .hasMessageContaining("append only");
    }

    @Test
    void refusesWhatCannotBeASecretOrAProvider() {
        set("  ").statusCode(400).body("error.param", equalTo("secret"));
        set("line\\nbreak").statusCode(400);
        put("nobody", "{\"secret\":\"sk-1\"}").statusCode(404);
        put("demo", "{\"secret\":\"sk-1\"}").statusCode(409);
        put("openai", "{\"secrte\":\"sk-1\"}").statusCode(400).body("error.param", equalTo("secrte"));
        put("openai", "{\"secret\":").statusCode(400).body("error.code", equalTo("invalid_json"));
    }

    @Test
    void doesNotOverrideWhatTheFileDeclares() {
        System.setProperty("OPENAI_API_KEY", "sk-env");
        take(SampleFile.TEXT);
        await().until(() -> "sk-env".equals(opened(TestSecrets.MASTER_KEYS)));

        set("sk-managed").statusCode(409);
    }

    @Test
    void readsACredentialFileAgainWhenItChanges() throws IOException {
        Path secret = Files.createTempFile("credential", ".txt");
        Files.writeString(secret, "sk-file-1\n");
        take(SampleFile.with("env:OPENAI_API_KEY", "file:" + secret));
        await().until(() -> "sk-file-1".equals(opened(TestSecrets.MASTER_KEYS)));

        Files.writeString(secret, "sk-file-2\n");

        await().atMost(Duration.ofSeconds(2)).until(() -> "sk-file-2".equals(opened(TestSecrets.MASTER_KEYS)));
    }

    @Test
    void rotatesEveryCredentialToTheNewestMasterKey() {
        set("sk-managed-3").statusCode(204);
        CredentialRotation nothing =
                call().post("/internal/v1/credentials/rotate").as(CredentialRotation.class);
        assertThat(nothing).isEqualTo(new CredentialRotation("test", 0, 2));

        CredentialRotation rotation = another(CatalogueProfile.file(), NEW_KEY + "," + TestSecrets.MASTER_KEYS)
                .rotate(NOBODY);

        assertThat(rotation).isEqualTo(new CredentialRotation("new", 2, 0));
        await().until(() -> "sk-managed-3".equals(opened(NEW_KEY)));
        ManagedCredentials onlyNew = new ManagedCredentials(NEW_KEY);
        assertThat(new CatalogueStore(config(CatalogueProfile.file()), onlyNew, postgres).managedSecrets())
                .containsEntry("openai", "sk-managed-3");
        // Back to the key that the service under test seals with.
        another(CatalogueProfile.file(), TestSecrets.MASTER_KEYS + "," + NEW_KEY)
                .rotate(NOBODY);
        await().until(() -> "sk-managed-3".equals(opened(TestSecrets.MASTER_KEYS)));
    }

    @Test
    void servesTheStoredSnapshotAtOnceAfterARestartEvenWithoutItsFile() {
        CatalogueWatch restarted =
                watch(Path.of("/nowhere/catalogue.yaml"), new ManagedCredentials(TestSecrets.MASTER_KEYS));

        restarted.look();

        assertThat(Objects.requireNonNull(restarted.inForce()).catalogue()).isEqualTo(catalogue());
        assertThat(restarted.problems()).hasSize(1);
    }

    @Test
    void publishesNothingWhenARestartFindsTheSameFile() {
        CatalogueWatch restarted = watch(CatalogueProfile.file(), new ManagedCredentials(TestSecrets.MASTER_KEYS));

        restarted.look();

        assertThat(Objects.requireNonNull(restarted.inForce()).catalogue()).isEqualTo(catalogue());
        assertThat(restarted.problems()).isEmpty();
    }

    @Test
    void twoProcessesWithDifferentFilesDoNotTakeTurns() throws IOException {
        Path other = Files.createTempFile("other", ".yaml");
        String newer = MANAGED.replace("weight: 3", "weight: 9");
        Files.writeString(other, newer);
        CatalogueWatch second = watch(other, new ManagedCredentials(TestSecrets.MASTER_KEYS));

        second.look();

        await().atMost(Duration.ofSeconds(2))
                .until(() -> catalogue().deployments().getFirst().weight() == 9);
        await().during(Duration.ofMillis(1_200))
                .until(() -> catalogue().deployments().getFirst().weight() == 9);
        take(newer + "# again\n");
        second.look();
        assertThat(Objects.requireNonNull(second.inForce()).catalogue()).isEqualTo(catalogue());
    }

    private CredentialResource another(Path file, String masterKeys) {
        ManagedCredentials credentials = new ManagedCredentials(masterKeys);
        return new CredentialResource(
                watch(file, credentials), new CatalogueStore(config(file), credentials, postgres), credentials, audit);
    }

    private CatalogueWatch watch(Path file, ManagedCredentials credentials) {
        CatalogueConfig config = config(file);
        CatalogueStore store = new CatalogueStore(config, credentials, postgres);
        return new CatalogueWatch(config, managedConfig, store, bell, new NewestRevision(), metrics, credentials);
    }

    private static CatalogueConfig config(Path file) {
        return new CatalogueConfig() {
            @Override
            public Path file() {
                return file;
            }

            @Override
            public Duration pollInterval() {
                return Duration.ofMillis(500);
            }

            @Override
            public MemorySize fileMax() {
                return new MemorySize(BigInteger.valueOf(1_000_000));
            }

            @Override
            public Duration storeTimeout() {
                return Duration.ofSeconds(5);
            }

            @Override
            public boolean demoAll() {
                return false;
            }
        };
    }

    private String stored() {
        return postgres.query("SELECT coalesce(string_agg(sealed, ','), '') || (SELECT string_agg(compiled, ',') FROM"
                        + " routing.catalogue_version) FROM routing.managed_credential")
                .execute()
                .await()
                .atMost(Duration.ofSeconds(5))
                .iterator()
                .next()
                .getString(0);
    }

    private static void take(String text) {
        CatalogueProfile.write(text);
        String hash = CatalogueReader.hash(text.getBytes(StandardCharsets.UTF_8));
        await().until(() -> call().get("/internal/v1/catalogue/status")
                .as(CatalogueStatus.class)
                .fileHash()
                .equals(hash));
    }

    private static Page<AuditEntryView> auditPage(String query) {
        return call().get("/internal/v1/audit?" + query)
                .then()
                .statusCode(200)
                .extract()
                .as(new TypeRef<>() {});
    }

    private static ValidatableResponse set(String secret) {
        return put("openai", "{\"secret\":\"" + secret + "\"}");
    }

    private static ValidatableResponse put(String provider, String body) {
        return call().contentType(ContentType.JSON)
                .body(body)
                .put("/internal/v1/credentials/" + provider)
                .then();
    }

    /// The first deployment's secret, or null when these master keys do not open it.
    private static @Nullable String opened(String masterKeys) {
        Catalogue.Deployment deployment = catalogue().deployments().getFirst();
        SealedCredential credential = deployment.credential();
        try {
            return credential == null ? null : MasterKeys.parse(masterKeys).open(credential, deployment.id());
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static Catalogue catalogue() {
        return call().get("/internal/v1/catalogue").as(Catalogue.class);
    }

    private static RequestSpecification call() {
        return given().header(Headers.INTERNAL_TOKEN, TestSecrets.INTERNAL_TOKEN);
    }
}
