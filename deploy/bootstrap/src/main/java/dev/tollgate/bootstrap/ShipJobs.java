package dev.tollgate.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.bootstrap.Orphans.ShipJob;
import dev.tollgate.bootstrap.Orphans.Volume;
import java.util.List;
import java.util.Map;

/// Jobs that ship a volume, as Kubernetes writes them. Their pod is the StatefulSet's own, image, configuration,
/// Secrets and security included, but that it serves nobody: no port, no probe, no label that a Service selects by.
final class ShipJobs {
    /// What the pods are called in network policies.
    static final String APP = "tollgate-edge-shipper";

    static final String LABELS = "app.kubernetes.io/name=" + APP;

    private static final String CLAIM = "tollgate.dev/claim";
    private static final String GENERATION = "tollgate.dev/edge-generation";
    private static final String VOLUME = "journal";
    private static final int TRIES = 5;
    private static final int DEADLINE_SECONDS = 1_800;
    private static final int KEPT_SECONDS = 86_400;

    /// On top of what the edges have.
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "TOLLGATE_EDGE_MODE", "ship",
            "QUARKUS_HTTP_HOST_ENABLED", "false",
            "TOLLGATE_SHUTDOWN_DELAY", "0s",
            "TOLLGATE_SHUTDOWN_TIMEOUT", "10s");

    private static final List<String> OF_SERVING_PODS =
            List.of("topologySpreadConstraints", "affinity", "hostname", "subdomain", "schedulingGates");
    private static final List<String> OF_SERVING_CONTAINERS =
            List.of("ports", "readinessProbe", "livenessProbe", "startupProbe", "lifecycle");

    private ShipJobs() {}

    static ShipJob read(JsonNode job) {
        JsonNode annotations = job.at("/metadata/annotations");
        return new ShipJob(
                job.at("/metadata/name").asText(),
                annotations.path(CLAIM).asText(),
                annotations.path(GENERATION).asLong(),
                state(job.at("/status/conditions")));
    }

    private static ShipJob.State state(JsonNode conditions) {
        for (JsonNode condition : conditions) {
            if (condition.path("status").asText().equals("True")) {
                switch (condition.path("type").asText()) {
                    case "Complete" -> {
                        return ShipJob.State.DONE;
                    }
                    case "Failed" -> {
                        return ShipJob.State.FAILED;
                    }
                    default -> {
                        // Suspended, and what others there may be: it may yet go on.
                    }
                }
            }
        }
        return ShipJob.State.ACTIVE;
    }

    /// @param edges the StatefulSet
    static ObjectNode write(JsonNode edges, Volume volume) {
        long generation = edges.at("/metadata/generation").asLong();
        ObjectNode job =
                KubeApi.JSON.createObjectNode().put("apiVersion", "batch/v1").put("kind", "Job");
        ObjectNode metadata = job.putObject("metadata")
                .put("name", "tollgate-edge-ship-%d-%d".formatted(volume.ordinal(), generation));
        labels(metadata);
        metadata.putObject("annotations").put(CLAIM, volume.claim()).put(GENERATION, Long.toString(generation));
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "apps/v1")
                .put("kind", "StatefulSet")
                .put("name", edges.at("/metadata/name").asText())
                .put("uid", edges.at("/metadata/uid").asText());
        ObjectNode spec = job.putObject("spec")
                .put("backoffLimit", TRIES)
                .put("activeDeadlineSeconds", DEADLINE_SECONDS)
                .put("ttlSecondsAfterFinished", KEPT_SECONDS);
        ObjectNode template = spec.putObject("template");
        labels(template.putObject("metadata"));
        template.set("spec", pod(edges.at("/spec/template/spec"), volume.claim()));
        return job;
    }

    private static void labels(ObjectNode metadata) {
        metadata.putObject("labels")
                .put("app.kubernetes.io/name", APP)
                .put("app.kubernetes.io/part-of", "tollgate")
                .put("app.kubernetes.io/managed-by", "tollgate-bootstrap");
    }

    private static ObjectNode pod(JsonNode serving, String claim) {
        if (!(serving.deepCopy() instanceof ObjectNode pod)) {
            throw new BootstrapException("the StatefulSet of the edges has no pod template");
        }
        pod.remove(OF_SERVING_PODS);
        pod.put("restartPolicy", "Never");
        ArrayNode volumes = pod.withArrayProperty("volumes");
        for (int i = volumes.size() - 1; i >= 0; i--) {
            if (volumes.get(i).path("name").asText().equals(VOLUME)) {
                volumes.remove(i);
            }
        }
        volumes.addObject()
                .put("name", VOLUME)
                .putObject("persistentVolumeClaim")
                .put("claimName", claim);
        for (JsonNode container : pod.path("containers")) {
            if (container instanceof ObjectNode one) {
                one.remove(OF_SERVING_CONTAINERS);
                environment(one.withArrayProperty("env"));
            }
        }
        return pod;
    }

    private static void environment(ArrayNode env) {
        for (int i = env.size() - 1; i >= 0; i--) {
            if (ENVIRONMENT.containsKey(env.get(i).path("name").asText())) {
                env.remove(i);
            }
        }
        ENVIRONMENT.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> env.addObject().put("name", entry.getKey()).put("value", entry.getValue()));
    }
}
