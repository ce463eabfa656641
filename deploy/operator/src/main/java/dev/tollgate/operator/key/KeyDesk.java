package dev.tollgate.operator.key;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.operator.management.Answer;
import dev.tollgate.operator.management.Away;
import dev.tollgate.operator.management.Management;
import dev.tollgate.operator.resource.ApiKey;
import java.util.List;

/// Keys, by way of the management API.
final class KeyDesk {
    private static final String KEYS = "/keys/";

    private final Management management;

    KeyDesk(Management management) {
        this.management = management;
    }

    /// All of a resource's, revoked ones too.
    List<SeenKey> find(ApiKey resource) {
        String name = KeyPlan.name(resource);
        return management
                .all("/keys?search=" + Management.escaped(resource.getMetadata().getUid()))
                .stream()
                .filter(key -> name.equals(key.path("name").asText()))
                .map(SeenKey::of)
                .toList();
    }

    /// @return the new key and its secret
    /// @throws Away when somebody else has minted it meanwhile: the next look finds it
    JsonNode mint(ObjectNode command, String idempotencyKey) {
        return once(management.postOnce("/keys", command, idempotencyKey));
    }

    /// @return the successor and its secret
    JsonNode rotate(String id, long graceSeconds) {
        ObjectNode command = Management.JSON.createObjectNode().put("grace_seconds", graceSeconds);
        return once(management.post(KEYS + id + "/rotate", command));
    }

    void change(String id, ObjectNode changes) {
        management.patch(KEYS + id, changes).orElseRejected();
    }

    void revoke(String id) {
        Answer answer = management.delete(KEYS + id);
        if (!answer.is(Answer.NOT_FOUND)) {
            answer.orElseRejected();
        }
    }

    private static JsonNode once(Answer answer) {
        if (answer instanceof Answer.Refused refused && refused.status() == Answer.CONFLICT) {
            throw new Away(refused.message());
        }
        return answer.orElseRejected();
    }
}
