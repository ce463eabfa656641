package dev.tollgate.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// What a release brings when it is asked to: the custom resources with their operator in a pod of its own, and pods
/// without a key. The README's page takes the team there.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChartOptionsK8s {
    private static final Helm HELM = new Helm(Suite.NAMESPACE);
    private static final Namespace TEAM = new Namespace("team-a");
    private static final String MODEL = "roadrunner";
    private static final String OPERATOR = "operator";
    private static final Duration WITHIN = Duration.ofMinutes(12);
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final List<String> CLUSTER_WIDE = List.of("routes", "models", "providers", "pricelists", "accounts");

    @Test
    @Order(1)
    void theReadmesPageTakesATeamFromNothingToAWorkingKey() {
        Suite.NAMESPACE.delete();
        TEAM.delete();
        Suite.forget();
        List<String> blocks = Readme.blocks(
                Checkout.read(Checkout.HOME.resolve("README.md")), "Kubernetes", Pattern.compile("sh resources"));

        Kubectl.Outcome outcome = Readme.run(blocks, WITHIN);

        assertThat(outcome.succeeded())
                .as(() -> "%s%n%s%n%s%n%s".formatted(outcome.out(), outcome.err(), told(), Suite.NAMESPACE.troubles()))
                .isTrue();
        assertThat(outcome.out()).contains("\"chat.completion.chunk\"").contains("data: [DONE]");
    }

    @Test
    @Order(2)
    void anOperatorsPodThatIsKilledInTheMiddleLeavesOneWorkingKeyForEach() {
        Suite suite = Suite.found();
        List<String> names =
                IntStream.range(0, 6).mapToObj(one -> "killed-" + one).toList();
        for (String name : names) {
            TEAM.applyText(key(name));
            if (names.indexOf(name) % 3 == 1) {
                Suite.NAMESPACE
                        .pods(OPERATOR)
                        .forEach(pod -> Suite.NAMESPACE.run(
                                "delete", "pod", pod.name(), "--force", "--grace-period=0", "--wait=false"));
            }
        }
        for (String name : names) {
            awaitReady(name);
            assertThat(status(suite, TEAM.secretValue(name, "api-key"))).isEqualTo(200);
            assertThat(working(suite, name)).as("keys of " + name).isEqualTo(1);
        }
        Suite.NAMESPACE.awaitPods(OPERATOR, 1);
    }

    @Test
    @Order(3)
    void deletingAnApiKeyRevokesItsKeyWithinASecond() {
        Suite suite = Suite.found();
        String secret = TEAM.secretValue("app", "api-key");
        assertThat(status(suite, secret)).isEqualTo(200);

        TEAM.run("delete", "apikey", "app", "--wait=false");
        Instant deleted = Instant.now();
        await().atMost(SOON).pollInterval(Duration.ofMillis(20)).until(() -> status(suite, secret) == 401);

        assertThat(Duration.between(deleted, Instant.now())).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    @Order(4)
    void aPodOfTheTeamCallsByItsOwnTokenAndDrawsOnTheSameAccount() {
        String account = TEAM.json("get", "account.tollgate.dev", TEAM.name())
                .at("/status/accountId")
                .asText();
        String workloads = """
                {"issuers": [{"issuer": "%s", "jwks_url": "https://kubernetes.default.svc/openid/v1/jwks",
                              "ca_file": "/etc/tollgate/issuer/ca.crt", "token_file": "/etc/tollgate/issuer/token"}],
                 "workloads": [{"namespace": "team-a", "service_account": "chat", "account": "%s"}]}
                """.formatted(TokenPod.issuer(), account);
        HELM.upgrade(List.of(
                "--reuse-values", "--set", "keyless.enabled=true", "--set-json", "keyless.workloads=" + workloads));
        Suite.NAMESPACE.awaitAll();
        TokenPod pod = new TokenPod(TEAM);
        pod.run();

        await("auth has the issuer's keys").atMost(SOON).untilAsserted(() -> assertThat(pod.called(MODEL, "token"))
                .startsWith("HTTP/1.1 200 ")
                .contains("data: [DONE]"));
        assertThat(pod.called(MODEL, "other")).startsWith("HTTP/1.1 401 ");
        Suite suite = Suite.found();
        await("its usage is told").atMost(SOON).pollInterval(Namespace.PAUSE).untilAsserted(() -> assertThat(
                        suite.manage("GET", "/usage?account_id=" + account + "&namespace=" + TEAM.name(), null)
                                .get("data"))
                .isNotEmpty());
    }

    @Test
    @Order(5)
    void objectsGoWhileTheOperatorIsThereAndTheirDefinitionsStayBehindTheRelease() {
        TEAM.run("delete", "apikeys", "--all", "--timeout=2m");
        for (String kind : CLUSTER_WIDE) {
            Kubectl.run(SOON.plusSeconds(10), "", List.of("delete", kind + ".tollgate.dev", "--all", "--timeout=2m"));
        }
        HELM.uninstall();

        assertThat(Kubectl.run("get", "customresourcedefinitions", "-o", "name")
                        .lines()
                        .filter(name -> name.endsWith(".tollgate.dev")))
                .hasSize(7);
        Suite.NAMESPACE.delete();
        TEAM.delete();
        Suite.forget();
    }

    private static String key(String name) {
        return """
                apiVersion: tollgate.dev/v1alpha1
                kind: ApiKey
                metadata: {name: %s, namespace: %s}
                spec: {models: [%s]}
                """.formatted(name, TEAM.name(), MODEL);
    }

    private static void awaitReady(String name) {
        Kubectl.Outcome outcome = TEAM.attempt("wait", "--for=condition=Ready", "apikey/" + name, "--timeout=50s");
        assertThat(outcome.succeeded()).as(() -> outcome.err() + "\n" + told()).isTrue();
    }

    private static int status(Suite suite, String secret) {
        return suite.ask(new Suite.Customer("", secret), MODEL, "Hello!").statusCode();
    }

    /// How many of the keys that were ever minted for this resource are in use.
    private static long working(Suite suite, String name) {
        String path = "/keys?limit=100&search=" + TEAM.name() + "/" + name;
        return StreamSupport.stream(suite.manage("GET", path, null).get("data").spliterator(), false)
                .filter(key -> key.path("status").asText().equals("ACTIVE"))
                .filter(key -> !key.hasNonNull("rotated_to"))
                .count();
    }

    /// What the objects and their operator tell.
    private static String told() {
        return TEAM.attempt("get", "tollgate", "-o", "yaml").out()
                + Suite.NAMESPACE
                        .attempt("logs", "deployment/tollgate-operator", "--tail=60")
                        .out();
    }
}
