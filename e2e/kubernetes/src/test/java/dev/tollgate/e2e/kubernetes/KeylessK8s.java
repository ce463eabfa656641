package dev.tollgate.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Pods without a key, with the tokens that the kubelet has projected for them: one of a namespace that draws
/// on an account, one of a namespace that draws on none. Auth has the issuer's keys from the API server itself.
class KeylessK8s {
    private static final TokenPod TEAM = new TokenPod(new Namespace("team-a"));
    private static final TokenPod STRANGER = new TokenPod(new Namespace("stranger"));

    private static Suite suite;
    private static Suite.Customer customer;

    @BeforeAll
    static void giveTheTeamAnAccount() throws IOException {
        suite = Suite.running();
        customer = suite.customer(Suite.CREDIT);
        configure("""
                issuers:
                  - issuer: %s
                    jwks_url: https://kubernetes.default.svc/openid/v1/jwks
                    ca_file: /etc/tollgate/issuer/ca.crt
                    token_file: /etc/tollgate/issuer/token
                workloads:
                  - {namespace: team-*, service_account: chat, account: %s}
                """.formatted(TokenPod.issuer(), customer.account()));
        Suite.NAMESPACE.apply(withTheComponent());
        Suite.NAMESPACE.awaitRolledOut(Suite.NAMESPACE.workload("auth"));
        TEAM.start();
        STRANGER.start();
    }

    @AfterAll
    static void leaveTheSuiteAsItWas() {
        TEAM.namespace().delete();
        STRANGER.namespace().delete();
        Suite.NAMESPACE.apply(Checkout.overlay("quickstart"));
        Suite.NAMESPACE.run("delete", "configmap", "tollgate-workloads", "--ignore-not-found");
        Suite.NAMESPACE.awaitRolledOut(Suite.NAMESPACE.workload("auth"));
    }

    @Test
    void aPodCallsByItsOwnTokenAndItsUsageIsItsNamespaces() {
        await("auth has the issuer's keys").atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(TEAM.called("demo", "token")).startsWith("HTTP/1.1 200 ").contains("data: [DONE]");
        });
        await("its usage is told")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(usage("team-a")).isNotEmpty());
        assertThat(usage("stranger")).isEmpty();
    }

    @Test
    void aTokenOfAnotherAudienceOrNamespaceIsA401() {
        assertThat(List.of(TEAM.called("demo", "other"), STRANGER.called("demo", "token")))
                .allSatisfy(
                        answer -> assertThat(answer).startsWith("HTTP/1.1 401 ").contains("invalid_api_key"));
    }

    @Test
    void aTokenThatHasExpiredIsA401() {
        Optional<IssuerKey> issuer = IssuerKey.atHand();
        assumeTrue(issuer.isPresent(), "the key of the cluster's issuer is not at hand");
        String token = TEAM.token();
        long now = Instant.now().getEpochSecond();
        String good = issuer.get().signed(token, claims -> claims.put("exp", now + 300));
        String expired = issuer.get().signed(token, claims -> claims.put("iat", now - 700)
                .put("nbf", now - 700)
                .put("exp", now - 60));

        await("a token signed so is taken")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(asked(good).statusCode()).isEqualTo(200));
        HttpResponse<String> answer = asked(expired);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
        assertThat(answer.body()).contains("api_key_expired");
    }

    private static HttpResponse<String> asked(String token) {
        return suite.ask(new Suite.Customer(customer.account(), token), "demo", "Hello!");
    }

    private static JsonNode usage(String namespace) {
        return suite.manage("GET", "/usage?account_id=" + customer.account() + "&namespace=" + namespace, null)
                .get("data");
    }

    private static void configure(String workloads) {
        ObjectNode map = Kubectl.JSON.createObjectNode().put("apiVersion", "v1").put("kind", "ConfigMap");
        map.putObject("metadata").put("name", "tollgate-workloads");
        map.putObject("data").put("workloads.yaml", workloads);
        Suite.NAMESPACE.applyText(map.toString());
    }

    /// The overlay with the component, as somebody puts them together.
    private static Path withTheComponent() throws IOException {
        Path folder = Files.createDirectories(Checkout.HOME.resolve(".tollgate/manifests/keyless"));
        Files.writeString(folder.resolve("kustomization.yaml"), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                namespace: tollgate
                resources: [../../../deploy/kubernetes/overlays/quickstart]
                components: [../../../deploy/kubernetes/components/keyless]
                """);
        return folder;
    }
}
