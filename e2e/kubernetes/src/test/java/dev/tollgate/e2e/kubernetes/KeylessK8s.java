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
    private static final Namespace TEAM = new Namespace("team-a");
    private static final Namespace STRANGER = new Namespace("stranger");

    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: chat}
            spec:
              serviceAccountName: chat
              automountServiceAccountToken: false
              terminationGracePeriodSeconds: 0
              containers:
                - name: chat
                  image: docker.io/library/busybox:1
                  imagePullPolicy: IfNotPresent
                  command: [sleep, infinity]
                  volumeMounts:
                    - {name: tollgate, mountPath: /var/run/secrets/tollgate, readOnly: true}
              volumes:
                - name: tollgate
                  projected:
                    sources:
                      - serviceAccountToken: {path: token, audience: tollgate, expirationSeconds: 600}
                      - serviceAccountToken: {path: other, audience: vault, expirationSeconds: 600}
            """;

    private static Suite suite;
    private static Suite.Customer customer;
    private static String edge;

    @BeforeAll
    static void giveTheTeamAnAccount() throws IOException {
        suite = Suite.running();
        customer = suite.customer(Suite.CREDIT);
        edge = Suite.NAMESPACE
                .json("get", "service", "tollgate-edge")
                .at("/spec/clusterIP")
                .textValue();
        String issuer = Kubectl.read(Kubectl.run("get", "--raw", "/.well-known/openid-configuration"))
                .get("issuer")
                .textValue();
        configure("""
                issuers:
                  - issuer: %s
                    jwks_url: https://kubernetes.default.svc/openid/v1/jwks
                    ca_file: /etc/tollgate/issuer/ca.crt
                    token_file: /etc/tollgate/issuer/token
                workloads:
                  - {namespace: team-*, service_account: chat, account: %s}
                """.formatted(issuer, customer.account()));
        Suite.NAMESPACE.apply(withTheComponent());
        Suite.NAMESPACE.awaitRolledOut(Suite.NAMESPACE.workload("auth"));
        for (Namespace namespace : List.of(TEAM, STRANGER)) {
            Namespace.fresh(namespace.name());
            namespace.run("create", "serviceaccount", "chat");
            namespace.applyText(POD);
            namespace.run("wait", "--for=condition=Ready", "pod/chat", "--timeout=2m");
        }
    }

    @AfterAll
    static void leaveTheSuiteAsItWas() {
        TEAM.delete();
        STRANGER.delete();
        Suite.NAMESPACE.apply(Checkout.overlay("quickstart"));
        Suite.NAMESPACE.run("delete", "configmap", "tollgate-workloads", "--ignore-not-found");
        Suite.NAMESPACE.awaitRolledOut(Suite.NAMESPACE.workload("auth"));
    }

    @Test
    void aPodCallsByItsOwnTokenAndItsUsageIsItsNamespaces() {
        await("auth has the issuer's keys").atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(called(TEAM, "token")).startsWith("HTTP/1.1 200 ").contains("data: [DONE]");
        });
        await("its usage is told")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(usage("team-a")).isNotEmpty());
        assertThat(usage("stranger")).isEmpty();
    }

    @Test
    void aTokenOfAnotherAudienceOrNamespaceIsA401() {
        assertThat(List.of(called(TEAM, "other"), called(STRANGER, "token")))
                .allSatisfy(
                        answer -> assertThat(answer).startsWith("HTTP/1.1 401 ").contains("invalid_api_key"));
    }

    @Test
    void aTokenThatHasExpiredIsA401() {
        Optional<IssuerKey> issuer = IssuerKey.atHand();
        assumeTrue(issuer.isPresent(), "the key of the cluster's issuer is not at hand");
        String token = TEAM.run("exec", "chat", "--", "cat", "/var/run/secrets/tollgate/token");
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

    /// From inside the pod, a stream, by the token in this file: the answer as it comes. By address and without any
    /// more than a connection, as a small image's shell may have no resolver. The pipe holds the connection's own
    /// side open until the edge has closed the other.
    private static String called(Namespace namespace, String token) {
        String body = Ask.stream("demo", "Hello!", 32);
        String script = """
                rm -f /ask && mkfifo /ask
                nc -w 30 %s 80 </ask &
                exec 3>/ask
                printf 'POST /v1/chat/completions HTTP/1.1\\r\\nHost: tollgate-edge\\r\\nConnection: close\\r\\n' >&3
                printf 'Content-Type: application/json\\r\\nContent-Length: %d\\r\\n' >&3
                printf 'Authorization: Bearer %%s\\r\\n\\r\\n%%s' "$(cat /var/run/secrets/tollgate/%s)" '%s' >&3
                wait
                """.formatted(edge, body.length(), token, body);
        return namespace.run("exec", "chat", "--", "sh", "-c", script);
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
