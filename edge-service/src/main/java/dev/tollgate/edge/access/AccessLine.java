package dev.tollgate.edge.access;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One line of the access log. What is not known is left out. Money is in nano-credits, as a string.
public final class AccessLine {
    private final String requestId;
    private final int status;
    private final String outcome;
    private final Map<String, Object> fields = new LinkedHashMap<>();

    /// @param requestId ours, never the client's
    /// @param outcome how it ended, in one word
    public AccessLine(String requestId, String endpoint, int status, String outcome, long durationMillis) {
        this.requestId = requestId;
        this.status = status;
        this.outcome = outcome;
        fields.put("endpoint", endpoint);
        fields.put("status", status);
        fields.put("outcome", outcome);
        fields.put("duration_ms", durationMillis);
    }

    /// Whose request it was.
    public AccessLine of(String accountId, String keyId) {
        return with("account_id", accountId).with("key_id", keyId);
    }

    /// Adds a field, unless its value is unknown: text, a number or a boolean.
    public AccessLine with(String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
        return this;
    }

    String requestId() {
        return requestId;
    }

    int status() {
        return status;
    }

    String outcome() {
        return outcome;
    }

    /// The JSON object `access` of the line, in its order.
    Map<String, Object> fields() {
        return fields;
    }

    /// For people, and where logs are not JSON.
    @Override
    public String toString() {
        return "request " + requestId + " " + fields;
    }
}
