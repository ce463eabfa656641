package dev.tollgate.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The custom resources and their operator, on the real API server with the suite beside it. Needs no node.
class CustomResourcesK8s {
    private static final String MODEL = "demo";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private static OperatorSuite suite;
    private static Vendor vendor;

    private final String own = "t-" + UUID.randomUUID().toString().substring(0, 8);
    private final Namespace team = Namespace.fresh(own);

    @BeforeAll
    static void start() {
        vendor = new Vendor();
        suite = OperatorSuite.start();
    }

    @AfterAll
    static void stop() {
        vendor.close();
        if (suite != null) {
            suite.close();
        }
    }

    @AfterEach
    void leaveNothing() {
        team.attempt("delete", "namespace", own, "--wait=false");
        for (String kind : List.of("routes", "models", "providers", "pricelists", "accounts")) {
            team.attempt("delete", kind + ".tollgate.dev", own, "--ignore-not-found", "--wait=false");
        }
        team.attempt("delete", "secret", own, "-n", OperatorSuite.NAMESPACE, "--ignore-not-found");
    }

    @Test
    void aTeamMintsAKeyThatWorksAndIsRevokedWithinASecondOfItsDeletion() {
        account("gift: \"5\"");
        String manifest = apiKey("app", "limits: {rpm: 600}");
        String user = teamUser();
        assertThat(asUser(user, manifest, "create", "-n", own, "-f", "-").succeeded())
                .isTrue();
        String secret = issued("app");
        assertThat(team.secretValue("app", "base-url")).endsWith("/v1");
        assertThat(suite.ask(secret, MODEL)).isEqualTo(200);

        assertThat(asUser(user, "", "delete", "apikey", "app", "-n", own, "--wait=false")
                        .succeeded())
                .isTrue();
        Instant deleted = Instant.now();
        await().atMost(SOON).pollInterval(Duration.ofMillis(20)).until(() -> suite.ask(secret, MODEL) == 401);
        assertThat(Duration.between(deleted, Instant.now())).isLessThan(Duration.ofSeconds(1));
        await().atMost(SOON).pollInterval(PAUSE).until(() -> !team.attempt("get", "apikey", "app")
                .succeeded());
        assertThat(keysOf("app"))
                .allSatisfy(key -> assertThat(key.path("status").asText()).isEqualTo("REVOKED"));
    }

    @Test
    void aRotatedKeysPredecessorWorksUntilTheGraceEnds() {
        account("gift: \"5\"");
        apply(apiKey("app", "rotation: {grace: 15s}"));
        String first = issued("app");
        String firstId = status("apikey", "app").path("keyId").asText();

        apply(apiKey("app", "rotation: {grace: 15s, round: 1}"));
        await().atMost(SOON)
                .pollInterval(PAUSE)
                .until(() -> !status("apikey", "app").path("keyId").asText().equals(firstId));
        String second = team.secretValue("app", "api-key");
        assertThat(second).isNotEqualTo(first);
        assertThat(List.of(suite.ask(first, MODEL), suite.ask(second, MODEL))).containsOnly(200);
        assertThat(status("apikey", "app").path("previousKeyId").asText()).isEqualTo(firstId);
        await().atMost(SOON).pollInterval(PAUSE).until(() -> suite.ask(first, MODEL) == 401);
        assertThat(suite.ask(second, MODEL)).isEqualTo(200);
    }

    @Test
    void aSecretThatWasDeletedIsWrittenAnewAndOneThatIsSomebodyElsesIsLeft() {
        account("gift: \"5\"");
        apply(apiKey("app", "disabled: false"));
        String first = issued("app");
        team.run("delete", "secret", "app");
        await().atMost(SOON).pollInterval(PAUSE).until(() -> team.attempt("get", "secret", "app")
                .succeeded());
        assertThat(suite.ask(team.secretValue("app", "api-key"), MODEL)).isEqualTo(200);
        await().atMost(SOON).pollInterval(PAUSE).until(() -> suite.ask(first, MODEL) == 401);

        team.secret("theirs", Map.of("password", "kept"));
        apply(apiKey("theirs", "disabled: false"));
        awaitReason("apikey", "theirs", "SecretTaken");
        assertThat(team.secretValue("theirs", "password")).isEqualTo("kept");
        assertThat(keysOf("theirs")).isEmpty();
    }

    @Test
    void anOperatorThatIsKilledInTheMiddleLeavesOneWorkingKeyForEach() {
        account("gift: \"5\"");
        List<String> names = IntStream.range(0, 12).mapToObj(i -> "app-" + i).toList();
        for (String name : names) {
            apply(apiKey(name, "limits: {rpm: 600}"));
            if (names.indexOf(name) % 4 == 2) {
                suite.killOperator();
                suite.startOperator();
            }
        }
        for (String name : names) {
            assertThat(suite.ask(issued(name), MODEL)).isEqualTo(200);
            assertThat(keysOf(name).stream()
                            .filter(key -> key.path("status").asText().equals("ACTIVE"))
                            .filter(key -> key.path("rotated_to").isNull()
                                    || key.path("rotated_to").isMissingNode()))
                    .hasSize(1);
        }
    }

    @Test
    void aPriceListIsChargedFromItsEffectiveTimeOn() {
        account("gift: \"5\"");
        Kubectl.run(
                "create",
                "secret",
                "generic",
                own,
                "-n",
                OperatorSuite.NAMESPACE,
                "--from-literal=key=" + Vendor.CREDENTIAL);
        catalogue();
        apply(priceList(1, null));
        awaitReason("pricelist", own, "InForce");
        awaitReason("model", own, "Declared");
        awaitReason("route", own, "Declared");
        apply(apiKey("app", "models: [" + own + "]"));
        String secret = issued("app");
        await().atMost(SOON).pollInterval(PAUSE).until(() -> suite.ask(secret, own) == 200);

        Instant rise = Instant.now().plusSeconds(20).truncatedTo(ChronoUnit.SECONDS);
        apply(priceList(3, rise));
        awaitReason("pricelist", own, "Scheduled");
        assertThat(status("pricelist", own).path("effectiveFrom").asText()).isEqualTo(rise.toString());
        assertThat(suite.ask(secret, own)).isEqualTo(200);
        await().atMost(SOON).pollInterval(PAUSE).until(() -> Instant.now().isAfter(rise.plusSeconds(1)));
        assertThat(suite.ask(secret, own)).isEqualTo(200);
        // Ten tokens each way at 1, then at 3 credits per million.
        await().atMost(SOON).pollInterval(PAUSE).untilAsserted(() -> assertThat(charges(rise))
                .containsExactly(20_000L, 60_000L));
    }

    @Test
    void aWrongCredentialIsToldAndARightOneMendsIt() {
        account("gift: \"5\"");
        Kubectl.run("create", "secret", "generic", own, "-n", OperatorSuite.NAMESPACE, "--from-literal=key=sk-wrong");
        catalogue();
        apply(priceList(1, null));
        awaitReason("provider", own, "Declared");
        awaitReason("model", own, "Declared");
        apply(apiKey("app", "models: [" + own + "]"));
        String secret = issued("app");
        await().atMost(SOON).pollInterval(PAUSE).until(() -> {
            suite.ask(secret, own);
            return reason("provider", own).equals("CredentialRefused");
        });
        assertThat(condition("provider", own, "CredentialAccepted")
                        .path("status")
                        .asText())
                .isEqualTo("False");

        Kubectl.run("delete", "secret", own, "-n", OperatorSuite.NAMESPACE);
        awaitReason("provider", own, "CredentialMissing");
        Kubectl.run(
                "create",
                "secret",
                "generic",
                own,
                "-n",
                OperatorSuite.NAMESPACE,
                "--from-literal=key=" + Vendor.CREDENTIAL);
        awaitReason("provider", own, "Declared");
        await().atMost(SOON).pollInterval(PAUSE).until(() -> suite.ask(secret, own) == 200);
        await().atMost(SOON).pollInterval(PAUSE).until(() -> condition("provider", own, "CredentialAccepted")
                .path("status")
                .asText()
                .equals("True"));
    }

    @Test
    void whatTheCatalogueRefusesIsToldByField() {
        apply("""
                apiVersion: tollgate.dev/v1alpha1
                kind: Model
                metadata: {name: %s}
                spec: {owner: acme, contextWindow: 8192, outputBound: 1024, capabilities: [telepathy]}
                """.formatted(own));
        awaitReason("model", own, "Rejected");
        assertThat(condition("model", own, "Ready").path("message").asText())
                .startsWith("spec.capabilities")
                .contains("not known");
        apply("""
                apiVersion: tollgate.dev/v1alpha1
                kind: Provider
                metadata: {name: demo}
                spec: {kind: openai, baseUrl: "https://api.acme.example/v1"}
                """);
        awaitReason("provider", "demo", "Overruled");
        Kubectl.run("delete", "providers.tollgate.dev", "demo");
    }

    @Test
    void aTeamCanDoItsOwnThingsAndNothingElse() {
        Namespace other = Namespace.fresh(own + "-other");
        account("gift: \"5\"");
        String user = teamUser();
        List<String> allowed = List.of("create", "get", "list", "watch", "update", "patch", "delete");
        assertThat(allowed).allMatch(verb -> can(user, verb, "apikeys.tollgate.dev", own));
        assertThat(allowed).noneMatch(verb -> can(user, verb, "apikeys.tollgate.dev", other.name()));
        List<String> denied = new ArrayList<>(List.of("secrets", "configmaps"));
        List.of("accounts", "providers", "models", "routes", "groups", "pricelists")
                .forEach(kind -> denied.add(kind + ".tollgate.dev"));
        assertThat(denied).noneMatch(kind -> can(user, "create", kind, own) || can(user, "update", kind, own));
        assertThat(can(user, "get", "secrets", own)).isFalse();
        assertThat(asUser(user, "", "auth", "can-i", "patch", "apikeys.tollgate.dev", "--subresource=status", "-n", own)
                        .succeeded())
                .isFalse();

        // No account is bound to the other namespace, and a key may name no group that its account does not allow.
        String foreign = apiKey("app", "disabled: false").replace("namespace: " + own, "namespace: " + other.name());
        assertThat(asUser(user, foreign, "create", "-f", "-").err()).contains("forbidden");
        Kubectl.run(SOON, foreign, List.of("create", "-f", "-"));
        await().atMost(SOON).pollInterval(PAUSE).until(() -> other.json("get", "apikey", "app")
                .at("/status/conditions/0/reason")
                .asText()
                .equals("NoAccount"));
        assertThat(asUser(user, apiKey("app", "group: vip"), "create", "-f", "-")
                        .succeeded())
                .isTrue();
        awaitReason("apikey", "app", "GroupNotAllowed");
        other.delete();
    }

    private void account(String credit) {
        apply("""
                apiVersion: tollgate.dev/v1alpha1
                kind: Account
                metadata: {name: %1$s}
                spec:
                  credit: {%2$s}
                  namespaces: [%1$s]
                """.formatted(own, credit));
        awaitReason("account", own, "Open");
    }

    private String apiKey(String name, String fields) {
        return """
                apiVersion: tollgate.dev/v1alpha1
                kind: ApiKey
                metadata: {name: %s, namespace: %s}
                spec: {%s}
                """.formatted(name, own, fields);
    }

    private void catalogue() {
        apply("""
                apiVersion: tollgate.dev/v1alpha1
                kind: Provider
                metadata: {name: %1$s}
                spec: {kind: openai, baseUrl: "%2$s", credentialRef: {name: %1$s, key: key}}
                ---
                apiVersion: tollgate.dev/v1alpha1
                kind: Model
                metadata: {name: %1$s}
                spec: {owner: acme, contextWindow: 8192, outputBound: 1024, capabilities: [chat]}
                ---
                apiVersion: tollgate.dev/v1alpha1
                kind: Route
                metadata: {name: %1$s}
                spec: {model: %1$s, deployments: [{name: first, provider: %1$s}]}
                """.formatted(own, vendor.url()));
        awaitReason("model", own, "Unpriced");
    }

    private String priceList(int credits, @Nullable Instant from) {
        return """
                apiVersion: tollgate.dev/v1alpha1
                kind: PriceList
                metadata: {name: %1$s}
                spec: {%3$smodels: [{id: %1$s, prices: {input: %2$d, output: %2$d}}]}
                """.formatted(own, credits, from == null ? "" : "effectiveFrom: \"" + from + "\", ");
    }

    /// The last charge before a time, and the first one after it.
    private List<Long> charges(Instant time) {
        JsonNode records = suite.manage(
                "/usage?account_id=" + status("account", own).path("accountId").asText());
        List<Long> charges = new ArrayList<>();
        records.path("data")
                .forEach(record -> charges.addFirst(record.path("charge").asLong()));
        assertThat(charges.size()).as(records + " around " + time).isGreaterThanOrEqualTo(2);
        return charges.subList(charges.size() - 2, charges.size());
    }

    /// The secret of a key that is ready.
    private String issued(String name) {
        awaitReason("apikey", name, "Issued");
        return team.secretValue(name, "api-key");
    }

    private List<JsonNode> keysOf(String name) {
        List<JsonNode> keys = new ArrayList<>();
        suite.manage("/keys?limit=100&search=" + own + "/" + name).path("data").forEach(key -> {
            if (key.path("name").asText().startsWith(own + "/" + name + " ")) {
                keys.add(key);
            }
        });
        return keys;
    }

    private void apply(String manifest) {
        team.applyText(manifest);
    }

    private void awaitReason(String kind, String name, String reason) {
        await(kind + " " + name + " is " + reason)
                .atMost(SOON)
                .pollInterval(PAUSE)
                .untilAsserted(() -> assertThat(
                                condition(kind, name, "Ready").path("reason").asText())
                        .as(() -> condition(kind, name, "Ready").toString())
                        .isEqualTo(reason));
    }

    private String reason(String kind, String name) {
        return condition(kind, name, "Ready").path("reason").asText();
    }

    /// Of the spec as it is now.
    private JsonNode condition(String kind, String name, String type) {
        JsonNode resource = team.json("get", kind + ".tollgate.dev", name);
        boolean current = resource.at("/status/observedGeneration").asLong()
                == resource.at("/metadata/generation").asLong();
        for (JsonNode condition : resource.at("/status/conditions")) {
            if (current && condition.path("type").asText().equals(type)) {
                return condition;
            }
        }
        return Kubectl.JSON.createObjectNode();
    }

    private JsonNode status(String kind, String name) {
        return team.json("get", kind + ".tollgate.dev", name).path("status");
    }

    /// A user of the team, by the role that teams get.
    private String teamUser() {
        team.run("create", "rolebinding", "team", "--clusterrole=tollgate-team", "--user=" + own);
        return own;
    }

    private static Kubectl.Outcome asUser(String user, String input, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--as=" + user));
        all.addAll(List.of(arguments));
        return Kubectl.attempt(SOON, input, all);
    }

    private static boolean can(String user, String verb, String kind, String namespace) {
        return asUser(user, "", "auth", "can-i", verb, kind, "-n", namespace).succeeded();
    }
}
