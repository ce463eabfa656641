package dev.tollgate.local.fake.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// An error answer in Google's words and shape.
///
/// @param details of `google.rpc` types, in order; most errors have none
record GeminiError(int code, String status, String message, List<ObjectNode> details) {

    private static final String TYPE = "type.googleapis.com/google.rpc.";

    GeminiError {
        details = List.copyOf(details);
    }

    GeminiError(int code, String status, String message) {
        this(code, status, message, List.of());
    }

    static GeminiError invalid(String message) {
        return new GeminiError(400, "INVALID_ARGUMENT", message);
    }

    /// A rule that one field breaks, as the API's own validation tells it.
    static GeminiError rule(String path, String what) {
        return invalid("* " + path + ": " + what + "\n");
    }

    /// JSON that does not fit its message: all that is wrong is told at once.
    static GeminiError violations(List<Violation> violations) {
        String message = String.join(
                "\n", violations.stream().map(Violation::description).toList());
        ObjectNode detail = detail("BadRequest");
        ArrayNode fields = detail.putArray("fieldViolations");
        violations.forEach(violation ->
                fields.addObject().put("field", violation.field()).put("description", violation.description()));
        return new GeminiError(400, "INVALID_ARGUMENT", message, List.of(detail));
    }

    static GeminiError invalidKey() {
        ObjectNode info = detail("ErrorInfo").put("reason", "API_KEY_INVALID").put("domain", "googleapis.com");
        info.putObject("metadata").put("service", "generativelanguage.googleapis.com");
        String message = "API key not valid. Please pass a valid API key.";
        ObjectNode localized = detail("LocalizedMessage").put("locale", "en-US").put("message", message);
        return new GeminiError(400, "INVALID_ARGUMENT", message, List.of(info, localized));
    }

    static GeminiError missingKey() {
        String message = "Method doesn't allow unregistered callers (callers without established identity). Please use "
                + "API Key or other form of API consumer identity to call this API.";
        return new GeminiError(403, "PERMISSION_DENIED", message);
    }

    static GeminiError oauthExpected() {
        String message = "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie "
                + "or other valid authentication credential.";
        return new GeminiError(401, "UNAUTHENTICATED", message);
    }

    static GeminiError noSuchModel(String model, String method) {
        String message = "models/" + model + " is not found for API version v1beta, or is not supported for " + method
                + ". Call ListModels to see the list of available models and their supported methods.";
        return new GeminiError(404, "NOT_FOUND", message);
    }

    static GeminiError exhausted(int retrySeconds) {
        String message = "You exceeded your current quota, please check your plan and billing details. Please retry in "
                + retrySeconds + "s.";
        ObjectNode quota = detail("QuotaFailure");
        quota.putArray("violations")
                .addObject()
                .put("quotaMetric", "generativelanguage.googleapis.com/generate_content_requests")
                .put("quotaId", "GenerateRequestsPerMinutePerProjectPerModel");
        ObjectNode retry = detail("RetryInfo").put("retryDelay", retrySeconds + "s");
        return new GeminiError(429, "RESOURCE_EXHAUSTED", message, List.of(quota, retry));
    }

    /// `{"error": {…}}`.
    ObjectNode toJson() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ObjectNode error = root.putObject("error")
                .put("code", code)
                .put("message", message)
                .put("status", status);
        if (!details.isEmpty()) {
            error.putArray("details").addAll(details);
        }
        return root;
    }

    private static ObjectNode detail(String type) {
        return JsonNodeFactory.instance.objectNode().put("@type", TYPE + type);
    }

    /// @param field path in the API's own spelling: `contents[0].parts[0].inline_data`
    record Violation(String field, String description) {}
}
