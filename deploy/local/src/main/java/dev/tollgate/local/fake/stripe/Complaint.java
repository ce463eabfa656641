package dev.tollgate.local.fake.stripe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// What Stripe says of a call that it refuses.
final class Complaint extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String INVALID = "invalid_request_error";

    private final int status;
    private final transient ObjectNode body;

    private Complaint(int status, String type, @Nullable String code, String message, @Nullable String param) {
        super(message, null, false, false);
        this.status = status;
        body = JsonNodeFactory.instance.objectNode();
        ObjectNode error = body.putObject("error");
        error.put("type", type).put("message", message);
        if (code != null) {
            error.put("code", code);
        }
        if (param != null) {
            error.put("param", param);
        }
    }

    static Complaint invalid(String code, String message, @Nullable String param) {
        return new Complaint(400, INVALID, code, message, param);
    }

    static Complaint unauthorized(String message) {
        return new Complaint(401, INVALID, null, message, null);
    }

    static Complaint forbidden(String message) {
        return new Complaint(403, INVALID, "more_permissions_required", message, null);
    }

    static Complaint missing(String what, String id) {
        return new Complaint(404, INVALID, "resource_missing", "No such " + what + ": '" + id + "'", "id");
    }

    static Complaint unknownPath(String method, String path) {
        String message = "Unrecognized request URL (" + method + ": " + path + ").";
        return new Complaint(404, INVALID, null, message, null);
    }

    static Complaint keyReused() {
        String message =
                "Keys for idempotent requests can only be used with the same parameters they were first used with.";
        return new Complaint(400, "idempotency_error", null, message, null);
    }

    static Complaint declined(ObjectNode intent) {
        Complaint complaint = new Complaint(402, "card_error", "card_declined", "Your card was declined.", null);
        ((ObjectNode) complaint.body.get("error"))
                .put("decline_code", "generic_decline")
                .set("payment_intent", intent);
        return complaint;
    }

    int status() {
        return status;
    }

    ObjectNode body() {
        return body;
    }
}
