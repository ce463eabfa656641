package dev.tollgate.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each service's folder is a deployment of its own: applied to an empty namespace, with only its database or Redis.
class EachServiceAloneK8s {
    private final Namespace alone = Namespace.fresh("tollgate-alone");
    private final Stores stores = new Stores(alone);

    @AfterEach
    void clean() {
        alone.delete();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth", "routing", "billing", "ratelimit", "console"})
    void aServiceBecomesReadyByItselfAndScales(String service) {
        stores.provide();
        alone.apply(Checkout.base(service));
        alone.awaitAll();
        assertThat(alone.workloads())
                .as("nothing but the service and its stores")
                .containsExactlyInAnyOrderElementsOf(stores.and(alone.workload(service)));
        alone.scale(alone.workload(service), 2);
        alone.awaitPods(service, 2);
    }

    @Test
    void anEdgeAloneIsAliveAndReadyOnceItsPeersAre() {
        stores.provide();
        alone.apply(Checkout.base("edge"));
        await("the edge runs, and tells why it is not ready")
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(
                        () -> assertThat(alone.attempt("get", "events").out()).contains("Readiness probe failed"));
        assertThat(alone.pods("edge")).noneMatch(Namespace.Pod::ready).allMatch(pod -> pod.restarts() == 0);
        Suite.INNER.forEach(service -> alone.apply(Checkout.base(service)));
        alone.awaitAll();
        assertThat(alone.pods("edge")).allMatch(Namespace.Pod::ready).allMatch(pod -> pod.restarts() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"edge", "auth", "routing", "billing", "ratelimit", "console"})
    void aServiceIsUpgradedAndScaledWhileTheOthersStay(String service) {
        Suite suite = Suite.running();
        Suite.Customer customer = suite.customer(Suite.CREDIT);
        Set<String> before = others(service);
        String workload = Suite.NAMESPACE.workload(service);

        Suite.NAMESPACE.run("set", "env", workload, "TOLLGATE_E2E_UPGRADED=" + System.nanoTime());
        Suite.NAMESPACE.awaitRolledOut(workload);
        Suite.NAMESPACE.scale(workload, 2);
        Suite.NAMESPACE.awaitPods(service, 2);

        assertThat(others(service)).as("pods of the others").isEqualTo(before);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        suite.ask(customer, "demo", "Hello!").statusCode())
                .isEqualTo(200));
    }

    /// The pods of the other services, and how often each was started.
    private static Set<String> others(String service) {
        List<String> services =
                Suite.SERVICES.stream().filter(other -> !other.equals(service)).toList();
        return services.stream()
                .flatMap(other -> Suite.NAMESPACE.pods(other).stream())
                .map(pod -> pod.name() + " " + pod.restarts())
                .collect(Collectors.toSet());
    }

    /// What an administrator prepares for services that run by themselves: the stores and the Secrets.
    private record Stores(Namespace namespace) {
        void provide() {
            String password = "e2e-password";
            namespace.secret(
                    "tollgate-internal", Map.of("TOLLGATE_INTERNAL_TOKENS", "e2e-internal-token-of-some-length"));
            namespace.secret("tollgate-master-keys", Map.of("TOLLGATE_MASTER_KEYS", masterKey()));
            namespace.secret("tollgate-redis", Map.of("TOLLGATE_REDIS_URL", "redis://tollgate-redis:6379"));
            namespace.secret("tollgate-bootstrap", Map.of("admin-token", "e2e-admin-token-of-some-length"));
            namespace.secret(
                    "tollgate-postgres",
                    Map.of(
                            "TOLLGATE_DB_REACTIVE_URL", "postgresql://tollgate-postgres:5432/tollgate",
                            "TOLLGATE_DB_JDBC_URL", "jdbc:postgresql://tollgate-postgres:5432/tollgate",
                            "TOLLGATE_DB_USER", "tollgate",
                            "TOLLGATE_DB_PASSWORD", password));
            manifests().forEach(object -> namespace.applyText(object.toString()));
        }

        private static String masterKey() {
            byte[] key = new byte[32];
            new SecureRandom().nextBytes(key);
            return "1:" + Base64.getEncoder().encodeToString(key);
        }

        /// Postgres and Redis of the quickstart.
        private List<JsonNode> manifests() {
            String all = Kubectl.run("kustomize", Checkout.overlay("quickstart").toString());
            return Manifests.of(all).stream()
                    .filter(object -> isStore(object.at("/metadata/name").asText()))
                    .map(Manifests::withoutNamespace)
                    .toList();
        }

        private static boolean isStore(String name) {
            return name.startsWith("tollgate-postgres") || name.startsWith("tollgate-redis");
        }

        List<String> and(String workload) {
            List<String> all = new ArrayList<>(namespace.workloads().stream()
                    .filter(one -> isStore(one.substring(one.indexOf('/') + 1)))
                    .toList());
            all.add(workload);
            return all;
        }
    }
}
