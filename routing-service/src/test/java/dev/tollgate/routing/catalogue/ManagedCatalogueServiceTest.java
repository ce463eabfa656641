package dev.tollgate.routing.catalogue;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.page.Page;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.Catalogue.Deployment;
import dev.tollgate.contract.routing.v1.CatalogueObject;
import dev.tollgate.contract.routing.v1.CatalogueOffer;
import dev.tollgate.contract.routing.v1.CatalogueStatus;
import dev.tollgate.contract.routing.v1.CatalogueStatus.Conflict;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import dev.tollgate.local.testing.TestSecrets;
import dev.tollgate.routing.audit.AuditLog;
import dev.tollgate.routing.audit.Origin;
import dev.tollgate.routing.change.Bell;
import dev.tollgate.routing.change.NewestRevision;
import dev.tollgate.routing.credential.ManagedCredentials;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.common.mapper.TypeRef;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Objects that management declares beside the file.
@QuarkusTest
@TestProfile(CatalogueProfile.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class ManagedCatalogueServiceTest {
    private static final String ROOT = "/internal/v1/catalogue/";
    private static final Origin NOBODY = new Origin(null, null);
    private static final String ACME =
            "{\"id\":\"acme\",\"name\":\"Acme AI\",\"kind\":\"openai\",\"base_url\":\"https://api.acme.example/v1\",\"credential\":\"managed\"}";
    private static final String ROADRUNNER =
            "{\"id\":\"roadrunner\",\"aliases\":[\"beep\"],\"owner\":\"acme\",\"context_window\":8192,\"output_bound\":1024,\"capabilities\":[\"chat\"]}";
    private static final String DEPLOYMENT =
            "{\"id\":\"acme/roadrunner\",\"provider\":\"acme\",\"model\":\"roadrunner\",\"weight\":2}";

    @Inject
    Pool postgres;

    @Inject
    CatalogueConfig config;

    @Inject
    ManagedConfig managedConfig;

    @Inject
    CatalogueMetrics metrics;

    @Inject
    Bell bell;

    @Inject
    ManagedCredentials credentials;

    @Inject
    AuditLog audit;

    @BeforeEach
    void nothingIsManaged() {
        postgres.query("DELETE FROM routing.managed_object").executeAndAwait();
        postgres.query("DELETE FROM routing.drained_deployment").executeAndAwait();
        postgres.query("DELETE FROM routing.managed_credential").executeAndAwait();
        // A file of another hash, so that the process looks at what is managed anew.
        take(SampleFile.TEXT + "# " + System.nanoTime() + "\n");
    }

    @Test
    void anObjectIsMadeChangedAndDeletedAndEachStepIsPublished() {
        long revision = revision();
        CatalogueObject provider = create("providers", ACME);
        create("models", ROADRUNNER);
        CatalogueObject deployment = create("deployments", DEPLOYMENT);
        CatalogueObject group =
                create("groups", "{\"id\":\"partners\",\"models\":[\"roadrunner\"],\"limits\":{\"rpm\":5}}");

        assertThat(revision()).isEqualTo(revision + 4);
        assertThat(provider.source()).isEqualTo("managed");
        assertThat(provider.version()).isEqualTo(1);
        assertThat(provider.declaredAt()).isNull();
        assertThat(provider.configured()).isFalse();
        assertThat(provider.definition()).containsEntry("name", "Acme AI").containsEntry("on_client_gone", "cancel");
        assertThat(deployment.definition()).containsEntry("upstream_model", "roadrunner");
        assertThat(group.definition()).containsEntry("models", List.of("roadrunner"));
        Deployment compiled = deployment("acme/roadrunner");
        assertThat(compiled.weight()).isEqualTo(2);
        assertThat(compiled.credential()).isNull();
        assertThat(compiled.credentialHint()).contains("acme");
        assertThat(catalogue().groups())
                .filteredOn(found -> found.id().equals("default"))
                .singleElement()
                .satisfies(found -> assertThat(found.models()).containsExactly("gpt-x", "roadrunner"));

        secret("acme", "sk-acme");
        assertThat(deployment("acme/roadrunner").credential()).isNotNull();
        assertThat(get("deployments", "acme/roadrunner").configured()).isTrue();

        CatalogueObject changed = patch(
                        "deployments", "acme/roadrunner", "{\"version\":1,\"weight\":7,\"priority\":null}")
                .as(CatalogueObject.class);
        assertThat(changed.version()).isEqualTo(2);
        assertThat(deployment("acme/roadrunner").weight()).isEqualTo(7);
        delete("groups", "partners", "").then().statusCode(204);
        delete("deployments", "acme/roadrunner", "?version=2").then().statusCode(204);
        delete("models", "roadrunner", "").then().statusCode(204);
        delete("providers", "acme", "").then().statusCode(204);
        assertThat(catalogue().deployments()).noneMatch(found -> found.id().equals("acme/roadrunner"));
        call().get(ROOT + "providers/acme").then().statusCode(404);

        CatalogueObject again = create("providers", ACME);
        assertThat(again.version())
                .as("counted on, so that nobody overwrites what he has not seen")
                .isEqualTo(3);
        assertThat(again.configured()).as("a secret is gone with its provider").isFalse();
    }

    @Test
    void theAuditLogTellsWhoWhatBeforeAndAfter() throws IOException {
        create("providers", ACME.replace("\"acme\"", "\"audited\""));
        patch("providers", "audited", "{\"version\":1,\"name\":\"Acme\"}")
                .then()
                .statusCode(200);
        call().post(ROOT + "deployments/" + encoded("openai/gpt-x") + "/drain")
                .then()
                .statusCode(200);
        delete("providers", "audited", "").then().statusCode(204);

        List<AuditEntryView> entries = entries("audited");
        assertThat(entries)
                .extracting(AuditEntryView::action)
                .containsExactly("catalogue-provider.delete", "catalogue-provider.change", "catalogue-provider.create");
        AuditEntryView change = entries.get(1);
        assertThat(change.actor()).isEqualTo("user_1/tok_1");
        assertThat(change.requestId()).isEqualTo("req_1");
        assertThat(json(Objects.requireNonNull(change.before())).path("name").textValue())
                .isEqualTo("Acme AI");
        assertThat(json(Objects.requireNonNull(change.after())).path("name").textValue())
                .isEqualTo("Acme");
        assertThat(entries.getLast().before()).isNull();
        AuditEntryView drain = entries("openai/gpt-x").getFirst();
        assertThat(drain.action()).isEqualTo("catalogue-deployment.drain");
        assertThat(drain.before()).isEqualTo("{\"drained\":false}");
        assertThat(drain.after()).isEqualTo("{\"drained\":true}");
    }

    @Test
    void whatTheFileDeclaresIsReadOnlyAndSaysWhere() {
        CatalogueObject declared = get("providers", "openai");
        assertThat(declared.source()).isEqualTo("file");
        assertThat(declared.declaredAt()).isEqualTo("catalogue.yaml:3");
        assertThat(declared.version()).isNull();
        assertThat(declared.definition()).containsEntry("credential", "env:OPENAI_API_KEY");

        patch("providers", "openai", "{\"version\":1,\"name\":\"x\"}")
                .then()
                .statusCode(409)
                .body("error.message", containsString("line 3"));
        delete("models", "gpt-x", "").then().statusCode(409);
        post("models", ROADRUNNER.replace("\"roadrunner\"", "\"gpt-x\"")).then().statusCode(409);
        assertThat(get("models", "gpt-x").definition()).doesNotContainKey("prices");
    }

    @Test
    void problemsNameTheFieldAndNothingChanges() {
        long revision = revision();
        refused("providers", "{}", "id", "missing");
        refused("providers", "{\"id\":\"acme\",\"kind\":\"openai\",\"credential\":\"none\"}", "base_url", "is missing");
        refused("providers", ACME.replace("openai", "smoke"), "kind", "a dialect");
        refused(
                "providers",
                ACME.replace("\"managed\"", "\"env:TOLLGATE_MASTER_KEYS\""),
                "credential",
                "managed or none");
        refused("providers", ACME.replace("\"managed\"", "\"file:/etc/passwd\""), "credential", "managed or none");
        refused(
                "providers",
                ACME.replace("\"credential\"", "\"base_url_env\":\"HOME\",\"credential\""),
                "base_url_env",
                "not known");
        refused(
                "providers",
                ACME.replace("\"credential\"", "\"allow_loopback\":true,\"credential\""),
                "allow_loopback",
                "not known");
        for (String address :
                List.of("127.0.0.1:8090", "169.254.169.254", "localhost", "metadata.google.internal", "[::1]")) {
            refused("providers", ACME.replace("api.acme.example", address), "base_url", "must not lead to");
        }
        refused("models", ROADRUNNER.replace("8192", "\"many\""), "context_window", "whole number");
        refused("models", ROADRUNNER.replace("8192", "1e999999999"), "context_window", "whole number");
        refused("models", ROADRUNNER.replace("beep", "gpt-latest"), "aliases[0]", "is taken");
        refused(
                "models",
                ROADRUNNER.replace("\"owner\"", "\"prices\":{\"input\":1},\"owner\""),
                "prices",
                "price draft");
        refused("deployments", DEPLOYMENT, "provider", "no provider is called \"acme\"");
        refused("deployments", DEPLOYMENT.replace("\"acme\"", "\"openai\""), "model", "no model has the id");
        refused(
                "deployments",
                "{\"id\":\"more\",\"provider\":\"openai\",\"model\":\"gpt-x\",\"weight\":1001}",
                "weight",
                "0 to 1000");
        refused("groups", "{\"id\":\"x\",\"models\":[\"nobodys\"]}", "models[0]", "no model has the id");
        post("models", "{").then().statusCode(400).body("error.code", equalTo("invalid_json"));
        post("models", "[]").then().statusCode(400).body("error.code", equalTo("invalid_json"));
        post("models", "{\"id\":\"a\",\"id\":\"b\"}").then().statusCode(400);
        call().get(ROOT + "gadgets").then().statusCode(404);

        assertThat(revision()).isEqualTo(revision);
    }

    @Test
    void nothingIsTakenAwayThatAnotherNeeds() {
        create("providers", ACME);
        create("models", ROADRUNNER);
        create("deployments", DEPLOYMENT);

        delete("providers", "acme", "").then().statusCode(409).body("error.message", containsString("acme/roadrunner"));
        delete("models", "roadrunner", "").then().statusCode(409);
        assertThat(deployment("acme/roadrunner").model()).isEqualTo("roadrunner");
    }

    @Test
    void aStaleChangeIsRefused() {
        create("providers", ACME);
        patch("providers", "acme", "{\"version\":1,\"name\":\"first\"}").then().statusCode(200);
        patch("providers", "acme", "{\"version\":1,\"name\":\"second\"}")
                .then()
                .statusCode(409)
                .body("error.param", equalTo("version"));
        patch("providers", "acme", "{\"name\":\"third\"}")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("version"));
        patch("providers", "acme", "{\"version\":2,\"id\":\"other\"}")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("id"));
        delete("providers", "acme", "?version=1").then().statusCode(409);
        assertThat(get("providers", "acme").definition()).containsEntry("name", "first");
    }

    @Test
    void ofChangesAtOnceFromTwoProcessesEachIsMadeOnce() throws Exception {
        create("providers", ACME);
        CatalogueWatch other = other();
        Management here = new Management(other, managedConfig, credentials, audit);
        List<Future<Boolean>> outcomes = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 12; i++) {
                String model = ROADRUNNER.replace("roadrunner", "m" + i).replace("beep", "b" + i);
                boolean there = i % 2 == 0;
                outcomes.add(pool.submit(() -> {
                    if (there) {
                        here.create(NOBODY, Kind.MODEL, model);
                        return true;
                    }
                    return post("models", model).statusCode() == 200;
                }));
            }
            for (Future<Boolean> outcome : outcomes) {
                assertThat(outcome.get()).isTrue();
            }
            long won = 0;
            List<Future<Integer>> stale = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String body = "{\"version\":1,\"name\":\"n" + i + "\"}";
                stale.add(pool.submit(() -> patch("providers", "acme", body).statusCode()));
            }
            for (Future<Integer> status : stale) {
                won += status.get() == 200 ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        }
        assertThat(catalogue().models()).extracting(Catalogue.Model::id).contains("m0", "m11");
        assertThat(Objects.requireNonNull(other.views())
                        .page(Kind.MODEL, new Views.Ask("m1", null, null, 100))
                        .data())
                .extracting(CatalogueObject::id)
                .contains("m1", "m10", "m11");
        var rows = postgres.query("SELECT count(*), max(revision) - min(revision) + 1 FROM routing.change")
                .executeAndAwait()
                .iterator()
                .next();
        assertThat(rows.getLong(0)).as("no number is skipped").isEqualTo(rows.getLong(1));
    }

    @Test
    void aDrainedDeploymentTakesNoRequestsUntilItIsUndrained() {
        String path = ROOT + "deployments/" + encoded("openai/gpt-x");
        CatalogueObject drained = call().post(path + "/drain").as(CatalogueObject.class);
        assertThat(drained.drained()).isTrue();
        assertThat(drained.source()).isEqualTo("file");
        assertThat(catalogue().deployments()).extracting(Deployment::id).containsExactly("demo/thinker");
        long revision = revision();
        call().post(path + "/drain").then().statusCode(200);
        assertThat(revision()).as("it drains already").isEqualTo(revision);

        take(SampleFile.with("weight: 3", "weight: 4"));
        assertThat(catalogue().deployments()).extracting(Deployment::id).containsExactly("demo/thinker");
        call().get(ROOT + "deployments")
                .then()
                .body("data[1].id", equalTo("openai/gpt-x"))
                .body("data[1].drained", equalTo(true));

        assertThat(call().post(path + "/undrain").as(CatalogueObject.class).drained())
                .isFalse();
        assertThat(deployment("openai/gpt-x").weight()).isEqualTo(4);
        call().post(ROOT + "deployments/nobodys/drain").then().statusCode(404);
    }

    @Test
    void aRestartKeepsWhatIsManaged() {
        create("providers", ACME);
        create("models", ROADRUNNER);
        create("deployments", DEPLOYMENT);
        call().post(ROOT + "deployments/" + encoded("openai/gpt-x") + "/drain")
                .then()
                .statusCode(200);
        long revision = revision();

        CatalogueWatch restarted = other();

        InForce inForce = Objects.requireNonNull(restarted.inForce());
        assertThat(inForce.catalogue()).isEqualTo(catalogue());
        assertThat(revision()).as("nothing is published by a restart").isEqualTo(revision);
        assertThat(restarted.views().of(Kind.PROVIDER.named("acme")).version()).isEqualTo(1);
    }

    @Test
    void theFileIsTakenWhateverIsManagedAndTheConflictIsTold() {
        create("providers", ACME);
        create("models", ROADRUNNER);
        create("deployments", DEPLOYMENT);
        create("groups", "{\"id\":\"partners\",\"models\":[\"roadrunner\"]}");

        take(SampleFile.with(
                "models:\n  - id: gpt-x\n",
                "models:\n  - {id: roadrunner, owner: us, context_window: 10, output_bound: 10}\n  - id: gpt-x\n"));

        CatalogueStatus status = status();
        assertThat(status.problems()).isEmpty();
        assertThat(status.conflicts())
                .containsExactly(new Conflict(
                        "model", "roadrunner", "id", "is declared by the catalogue file as well, which wins"));
        assertThat(given().get("/q/metrics").asString()).contains("tollgate_routing_catalogue_conflicts 1.0");
        assertThat(catalogue().models())
                .filteredOn(model -> model.id().equals("roadrunner"))
                .singleElement()
                .satisfies(model -> assertThat(model.owner()).isEqualTo("us"));
        assertThat(deployment("acme/roadrunner").model()).isEqualTo("roadrunner");
        CatalogueObject shown = get("models", "roadrunner");
        assertThat(shown.source()).isEqualTo("file");
        assertThat(shown.conflict()).contains("has no effect");

        delete("models", "roadrunner", "").then().statusCode(204);
        assertThat(status().conflicts()).isEmpty();
        // Without the file's model its deployment leads nowhere: told, and the file is taken all the same.
        take(SampleFile.TEXT);
        assertThat(status().conflicts())
                .extracting(Conflict::id)
                .containsExactlyInAnyOrder("acme/roadrunner", "partners");
        assertThat(get("deployments", "acme/roadrunner").conflict()).contains("model is unknown");
        delete("deployments", "acme/roadrunner", "").then().statusCode(204);
    }

    @Test
    void aSecretDoesNotFollowAProviderToAnotherAddress() {
        create("providers", ACME);
        create("models", ROADRUNNER);
        create("deployments", DEPLOYMENT);
        secret("acme", "sk-acme");
        assertThat(deployment("acme/roadrunner").credential()).isNotNull();

        CatalogueObject moved = patch("providers", "acme", "{\"version\":1,\"base_url\":\"https://thief.example/v1\"}")
                .as(CatalogueObject.class);

        assertThat(moved.configured()).isFalse();
        assertThat(deployment("acme/roadrunner").credential()).isNull();
        assertThat(postgres.query("SELECT provider FROM routing.managed_credential")
                        .executeAndAwait()
                        .rowCount())
                .isZero();
    }

    @Test
    void aModelNeverComesToServeWhatItsPriceWasNotJudgedBy() {
        create("models", ROADRUNNER);
        patch("models", "roadrunner", "{\"version\":1,\"capabilities\":[\"chat\",\"tools\"]}")
                .then()
                .statusCode(200);
        patch("models", "roadrunner", "{\"version\":2,\"capabilities\":[\"embeddings\"]}")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("capabilities"));
        delete("models", "roadrunner", "").then().statusCode(204);
        post("models", ROADRUNNER.replace("\"chat\"", "\"embeddings\"")).then().statusCode(400);
        create("models", ROADRUNNER);
        create(
                "models",
                "{\"id\":\"painter\",\"owner\":\"acme\",\"capabilities\":[\"images\"],\"image_sizes\":{\"1x1\":{\"hd\":2}}}");
        assertThat(get("models", "painter").definition()).containsKey("image_sizes");
    }

    @Test
    void listsAreSearchedAndPaged() {
        create("providers", ACME);
        for (int i = 0; i < 5; i++) {
            create("models", ROADRUNNER.replace("roadrunner", "r" + i).replace("beep", "b" + i));
        }
        Page<CatalogueObject> first = page("models?limit=3");
        assertThat(first.data()).extracting(CatalogueObject::id).containsExactly("gpt-x", "r0", "r1");
        assertThat(first.hasMore()).isTrue();
        assertThat(page("models?limit=3&after=r1").data())
                .extracting(CatalogueObject::id)
                .containsExactly("r2", "r3", "r4");
        Page<CatalogueObject> back = page("models?limit=2&before=r2");
        assertThat(back.data()).extracting(CatalogueObject::id).containsExactly("r0", "r1");
        assertThat(back.firstId()).isEqualTo("r0");
        assertThat(back.hasMore()).isTrue();
        assertThat(page("models?search=B3").data())
                .extracting(CatalogueObject::id)
                .containsExactly("r3");
        assertThat(page("providers?search=acme%20ai").data())
                .extracting(CatalogueObject::id)
                .containsExactly("acme");
        call().get(ROOT + "models?limit=0").then().statusCode(400).body("error.param", equalTo("limit"));
    }

    @Test
    void theOfferNamesNeitherAddressesNorSecrets() {
        create("providers", ACME);
        create("models", ROADRUNNER);
        create("deployments", DEPLOYMENT);
        secret("acme", "sk-acme");

        Response answer = call().get(ROOT + "offer");

        CatalogueOffer offer = answer.as(CatalogueOffer.class);
        assertThat(offer.models())
                .filteredOn(model -> model.id().equals("roadrunner"))
                .singleElement()
                .satisfies(model -> {
                    assertThat(model.providers()).containsExactly("Acme AI");
                    assertThat(model.usable()).isTrue();
                    assertThat(model.managed()).isTrue();
                });
        assertThat(offer.deployments())
                .filteredOn(CatalogueOffer.Deployment::managed)
                .containsExactly(
                        new CatalogueOffer.Deployment("acme/roadrunner", "acme", "roadrunner", "roadrunner", true));
        assertThat(answer.asString()).doesNotContain("acme.example").doesNotContain("sealed");
        call().get(ROOT + "models/roadrunner").then().body("priced", nullValue());
    }

    private void refused(String kind, String body, String param, String message) {
        post(kind, body)
                .then()
                .statusCode(400)
                .body("error.param", equalTo(param))
                .body("error.message", containsString(message));
    }

    /// Another process with the same file and database.
    private CatalogueWatch other() {
        CatalogueWatch other = new CatalogueWatch(
                config,
                managedConfig,
                new CatalogueStore(config, credentials, postgres),
                bell,
                new NewestRevision(),
                metrics,
                credentials);
        other.look();
        return other;
    }

    private static CatalogueObject create(String kind, String body) {
        Response answer = post(kind, body);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer.as(CatalogueObject.class);
    }

    private static Response post(String kind, String body) {
        return call().contentType(ContentType.JSON).body(body).post(ROOT + kind);
    }

    private static Response patch(String kind, String id, String body) {
        return call().contentType(ContentType.JSON).body(body).patch(ROOT + kind + "/" + encoded(id));
    }

    private static Response delete(String kind, String id, String query) {
        return call().delete(ROOT + kind + "/" + encoded(id) + query);
    }

    private static CatalogueObject get(String kind, String id) {
        return call().get(ROOT + kind + "/" + encoded(id)).as(CatalogueObject.class);
    }

    private static Page<CatalogueObject> page(String query) {
        return call().get(ROOT + query).as(new TypeRef<Page<CatalogueObject>>() {});
    }

    private static List<AuditEntryView> entries(String subject) {
        return call().get("/internal/v1/audit?limit=100&subject=" + encoded(subject))
                .as(new TypeRef<Page<AuditEntryView>>() {})
                .data();
    }

    private static void secret(String provider, String secret) {
        call().contentType(ContentType.JSON)
                .body("{\"secret\":\"" + secret + "\"}")
                .put("/internal/v1/credentials/" + provider)
                .then()
                .statusCode(204);
    }

    private static String encoded(String id) {
        return id.replace("/", "%2F");
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(Objects.requireNonNull(text));
    }

    private static Deployment deployment(String id) {
        return catalogue().deployments().stream()
                .filter(found -> found.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static void take(String text) {
        CatalogueProfile.write(text);
        String hash = CatalogueReader.hash(text.getBytes(StandardCharsets.UTF_8));
        await().until(() ->
                status().fileHash().equals(hash) && status().problems().isEmpty());
    }

    private static RequestSpecification call() {
        return given().urlEncodingEnabled(false)
                .header(Headers.INTERNAL_TOKEN, TestSecrets.INTERNAL_TOKEN)
                .header(Headers.ACTOR, "user_1/tok_1")
                .header(Headers.REQUEST_ID, "req_1");
    }

    private static Catalogue catalogue() {
        return call().get("/internal/v1/catalogue").as(Catalogue.class);
    }

    private static CatalogueStatus status() {
        return call().get("/internal/v1/catalogue/status").as(CatalogueStatus.class);
    }

    private static long revision() {
        return call().get("/internal/v1/changes?since=1000000")
                .as(dev.tollgate.contract.change.ChangePage.class)
                .revision();
    }
}
