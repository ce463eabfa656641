package dev.tollgate.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// One namespace of the cluster, and what an administrator does in it.
record Namespace(String name) {
    static final Duration ROLLED_OUT_WITHIN = Duration.ofMinutes(5);
    /// Between two looks: each starts a program.
    static final Duration PAUSE = Duration.ofMillis(500);

    /// @param owner the kind of what made it: StatefulSet, ReplicaSet, Job
    record Pod(
            String name,
            String address,
            Map<String, String> labels,
            String owner,
            boolean ready,
            boolean ending,
            int restarts,
            String containerId) {

        static Pod of(JsonNode json) {
            JsonNode status = json.path("status").path("containerStatuses").path(0);
            Map<String, String> labels = Kubectl.JSON.convertValue(json.at("/metadata/labels"), new LabelMap());
            return new Pod(
                    json.at("/metadata/name").asText(),
                    json.at("/status/podIP").asText(),
                    labels == null ? Map.of() : labels,
                    json.at("/metadata/ownerReferences/0/kind").asText(),
                    status.path("ready").asBoolean(),
                    json.at("/metadata").has("deletionTimestamp"),
                    status.path("restartCount").asInt(),
                    status.path("containerID").asText().replaceFirst(".*://", ""));
        }

        private static final class LabelMap extends TypeReference<Map<String, String>> {}
    }

    /// An empty one; what was there under this name is gone first.
    static Namespace fresh(String name) {
        Namespace namespace = new Namespace(name);
        namespace.delete();
        Kubectl.run("create", "namespace", name);
        return namespace;
    }

    boolean exists() {
        return kubectl(Duration.ofSeconds(20), "get", "namespace", name).succeeded();
    }

    /// Its pods by force: edges would wait for a billing that goes as they do, to take what their journals hold.
    void delete() {
        if (exists()) {
            Kubectl.run("delete", "namespace", name, "--wait=false");
            attempt("delete", "pods", "--all", "--force", "--grace-period=0", "--wait=false");
            run("wait", "--for=delete", "namespace/" + name, "--timeout=5m");
        }
    }

    String run(String... arguments) {
        return Kubectl.run(Duration.ofMinutes(6), "", in(arguments));
    }

    JsonNode json(String... arguments) {
        return Kubectl.json(in(arguments).toArray(String[]::new));
    }

    private Kubectl.Outcome kubectl(Duration patience, String... arguments) {
        return Kubectl.attempt(patience, "", in(arguments));
    }

    /// The same, where a failure is an answer too.
    Kubectl.Outcome attempt(String... arguments) {
        return kubectl(Duration.ofMinutes(1), arguments);
    }

    private List<String> in(String... arguments) {
        List<String> all = new ArrayList<>(List.of("-n", name));
        all.addAll(List.of(arguments));
        return all;
    }

    /// `kubectl apply -k`, of a folder of the checkout.
    void apply(Path folder) {
        run("apply", "-k", folder.toString());
    }

    void applyText(String manifest) {
        Kubectl.run(Duration.ofMinutes(1), manifest, in("apply", "--server-side", "--force-conflicts", "-f", "-"));
    }

    /// A Secret as an administrator makes it by hand; one that is there stays.
    void secret(String secret, Map<String, String> values) {
        ObjectNode json =
                Kubectl.JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Secret");
        json.putObject("metadata").put("name", secret);
        values.forEach(json.putObject("stringData")::put);
        applyText(json.toString());
    }

    /// One value of a Secret.
    String secretValue(String secret, String key) {
        String coded = json("get", "secret", secret).path("data").path(key).asText();
        assertThat(coded).as("the Secret %s has %s", secret, key).isNotEmpty();
        return new String(Base64.getDecoder().decode(coded), StandardCharsets.UTF_8);
    }

    /// Deployments and StatefulSets, as `kind/name`.
    List<String> workloads() {
        return run("get", "deployments,statefulsets", "-o", "name").lines().toList();
    }

    /// `deployment.apps/tollgate-auth`, whatever kind it is.
    String workload(String service) {
        return workloads().stream()
                .filter(workload -> workload.endsWith("/tollgate-" + service))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no workload of " + service + " in " + workloads()));
    }

    void awaitRolledOut(String workload) {
        Kubectl.Outcome outcome = kubectl(
                ROLLED_OUT_WITHIN.plusSeconds(10),
                "rollout",
                "status",
                workload,
                "--timeout=" + ROLLED_OUT_WITHIN.toSeconds() + "s");
        if (!outcome.succeeded()) {
            throw new AssertionError(workload + " did not roll out: " + outcome.err() + "\n" + troubles());
        }
    }

    /// Every workload is rolled out, and every Job has completed, but for those of a CronJob: what comes again may fail
    /// once.
    void awaitAll() {
        workloads().forEach(this::awaitRolledOut);
        await("the Jobs have completed")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(PAUSE)
                .untilAsserted(() -> assertThat(json("get", "jobs").path("items"))
                        .filteredOn(job -> !job.at("/metadata/ownerReferences/0/kind")
                                .asText()
                                .equals("CronJob"))
                        .as(this::troubles)
                        .allSatisfy(
                                job -> assertThat(job.at("/status/succeeded").asInt())
                                        .as(job.at("/metadata/name").asText())
                                        .isPositive()));
    }

    void scale(String workload, int replicas) {
        run("scale", workload, "--replicas=" + replicas);
    }

    int replicas(String workload) {
        return json("get", workload).at("/spec/replicas").asInt();
    }

    /// The pods of a service, without those of its Jobs.
    List<Pod> pods(String service) {
        JsonNode selector = json("get", workload(service)).at("/spec/selector/matchLabels");
        List<String> terms = new ArrayList<>();
        selector.properties()
                .forEach(term -> terms.add(term.getKey() + "=" + term.getValue().asText()));
        return found("-l", String.join(",", terms))
                .filter(pod -> !pod.owner().equals("Job"))
                .toList();
    }

    List<Pod> pods() {
        return found().toList();
    }

    private Stream<Pod> found(String... selection) {
        List<String> arguments = new ArrayList<>(List.of("get", "pods"));
        arguments.addAll(List.of(selection));
        List<Pod> pods = new ArrayList<>();
        json(arguments.toArray(String[]::new)).path("items").forEach(pod -> pods.add(Pod.of(pod)));
        return pods.stream();
    }

    /// So many pods are ready, and none is going any more.
    void awaitPods(String service, int count) {
        await(service + " has " + count + " pods")
                .atMost(ROLLED_OUT_WITHIN)
                .pollInterval(PAUSE)
                .untilAsserted(() -> assertThat(pods(service))
                        .hasSize(count)
                        .allMatch(Pod::ready)
                        .noneMatch(Pod::ending));
    }

    /// What an administrator would look at: pods that are not ready with their events and last words.
    String troubles() {
        StringBuilder text =
                new StringBuilder(attempt("get", "pods", "-o", "wide").out());
        text.append(attempt("get", "events", "--sort-by=.lastTimestamp", "--field-selector=type=Warning")
                .out()
                .lines()
                .reduce("", (all, line) -> all.length() > 6_000 ? all : all + "\n" + line));
        pods().stream()
                .filter(pod -> !pod.ready() && !pod.owner().equals("Job"))
                .forEach(pod -> text.append("\n--- ")
                        .append(pod.name())
                        .append('\n')
                        .append(attempt("logs", pod.name(), "--tail=15").out()));
        return text.toString();
    }
}
