package dev.tollgate.operator.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.operator.management.Answer;
import dev.tollgate.operator.management.Management;
import dev.tollgate.operator.management.Rejected;
import dev.tollgate.operator.resource.Declared;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The catalogue, by way of the management API.
final class Catalogue {
    private final Management management;

    Catalogue(Management management) {
        this.management = management;
    }

    @Nullable
    Seen find(String kind, String id) {
        Answer answer = management.get(path(kind, id));
        return answer.is(Answer.NOT_FOUND) ? null : Seen.of(answer.orElseAway());
    }

    Seen create(String kind, ObjectNode definition) {
        return Seen.of(management.post("/catalogue/" + kind, definition).orElseRejected());
    }

    Seen change(String kind, String id, ObjectNode changes) {
        return Seen.of(management.patch(path(kind, id), changes).orElseRejected());
    }

    void drain(String deployment, boolean drained) {
        String verb = drained ? "/drain" : "/undrain";
        management
                .post(path(Wanted.DEPLOYMENTS, deployment) + verb, Management.JSON.createObjectNode())
                .orElseRejected();
    }

    /// One that is gone is deleted.
    ///
    /// @throws Rejected while another object refers to it
    void delete(Declared object) {
        Answer answer = management.delete(path(object.kind(), object.id()));
        if (!answer.is(Answer.NOT_FOUND)) {
            answer.orElseRejected();
        }
    }

    void setCredential(String provider, String secret) {
        management
                .put(
                        "/catalogue/credentials/" + Management.escaped(provider),
                        Management.JSON.createObjectNode().put("secret", secret))
                .orElseRejected();
    }

    /// Ids of the deployments of a provider.
    List<String> deploymentsOf(String provider) {
        return management.all("/catalogue/deployments?search=" + Management.escaped(provider)).stream()
                .filter(one -> provider.equals(one.at("/definition/provider").asText()))
                .map(one -> one.path("id").asText())
                .toList();
    }

    /// By id of the deployment; those that no edge has used are not in it.
    Map<String, Health> health() {
        return management.all("/deployment-health?").stream()
                .collect(Collectors.toMap(one -> one.path("id").asText(), Catalogue::health, (one, _) -> one));
    }

    /// Every edge forgets what it holds against it.
    void forgetHealth(String deployment) {
        management.post(
                "/deployment-health/" + Management.escaped(deployment) + "/reset", Management.JSON.createObjectNode());
    }

    private static Health health(JsonNode one) {
        return new Health(
                one.path("state").asText(),
                one.path("why").asText(""),
                one.path("attempts").asLong(),
                one.path("failures").asLong());
    }

    private static String path(String kind, String id) {
        return "/catalogue/" + kind + "/" + Management.escaped(id);
    }
}
