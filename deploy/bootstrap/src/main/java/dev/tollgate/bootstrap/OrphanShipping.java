package dev.tollgate.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.bootstrap.KubeApi.Kind;
import dev.tollgate.bootstrap.Orphans.Edges;
import dev.tollgate.bootstrap.Orphans.ShipJob;
import dev.tollgate.bootstrap.Orphans.Step;
import dev.tollgate.bootstrap.Orphans.Volume;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Looks once for volumes of edges that were scaled away, and makes a Job for each that may hold usage which
/// billing does not have (rules 4). To be run every minute; a volume that two runs see at once gets one Job, by its
/// name.
final class OrphanShipping {
    private static final String EDGES = "tollgate-edge";
    private static final Pattern CLAIM = Pattern.compile("journal-" + EDGES + "-(\\d{1,6})");
    private static final String SHIPPED = "tollgate.dev/shipped-in-generation";

    private final KubeApi api;
    private final Consumer<String> out;

    OrphanShipping(KubeApi api, Consumer<String> out) {
        this.api = api;
        this.out = out;
    }

    void run() {
        Optional<JsonNode> edges = api.get(Kind.STATEFUL_SET, EDGES);
        if (edges.isEmpty()) {
            out.accept("there is no StatefulSet " + EDGES + ": nothing to ship");
            return;
        }
        List<Volume> volumes = volumes();
        List<ShipJob> jobs = new ArrayList<>();
        api.list(Kind.JOB, ShipJobs.LABELS).forEach(job -> jobs.add(ShipJobs.read(job)));
        for (Step step : Orphans.steps(seen(edges.get(), volumes), volumes, jobs)) {
            act(edges.get(), step);
        }
    }

    private void act(JsonNode edges, Step step) {
        switch (step) {
            case Step.Ship(Volume volume) -> {
                boolean made =
                        api.create(Kind.JOB, ShipJobs.write(edges, volume)).isPresent();
                out.accept(volume.claim() + (made ? ": a Job ships it" : ": somebody else ships it"));
            }
            case Step.Note(Volume volume, long generation) -> {
                ObjectNode note = KubeApi.JSON.createObjectNode();
                note.putObject("metadata").putObject("annotations").put(SHIPPED, Long.toString(generation));
                api.merge(Kind.CLAIM, volume.claim(), note);
                out.accept(volume.claim() + ": billing has all of it");
            }
            case Step.Drop(ShipJob job, String why) -> {
                api.delete(Kind.JOB, job.name());
                out.accept(job.claim() + ": " + why);
            }
        }
    }

    private Edges seen(JsonNode edges, List<Volume> volumes) {
        int replicas = edges.at("/spec/replicas").asInt(1);
        Set<Integer> running = new HashSet<>();
        for (Volume volume : volumes) {
            if (volume.ordinal() >= replicas
                    && api.get(Kind.POD, EDGES + "-" + volume.ordinal()).isPresent()) {
                running.add(volume.ordinal());
            }
        }
        return new Edges(replicas, edges.at("/metadata/generation").asLong(), running);
    }

    /// Volumes that are there to be read: neither waiting for a disk nor being deleted.
    private List<Volume> volumes() {
        List<Volume> volumes = new ArrayList<>();
        for (JsonNode claim : api.list(Kind.CLAIM, "")) {
            Matcher name = CLAIM.matcher(claim.at("/metadata/name").asText());
            if (name.matches()
                    && claim.at("/status/phase").asText().equals("Bound")
                    && claim.at("/metadata/deletionTimestamp").isMissingNode()) {
                volumes.add(new Volume(name.group(), Integer.parseInt(name.group(1)), shippedIn(claim)));
            }
        }
        return volumes;
    }

    private static @Nullable Long shippedIn(JsonNode claim) {
        JsonNode shipped = claim.at("/metadata/annotations").path(SHIPPED);
        return shipped.isMissingNode() ? null : (Long) shipped.asLong();
    }
}
