package dev.tollgate.local.fake.gemini;

import dev.tollgate.local.fake.Fault;
import io.vertx.core.http.HttpServerRequest;

/// The scripted faults as this API tells them. Some have a status of their own here: an invalid key is a 400, and an
/// empty account a 429.
final class ScriptedErrors {

    private ScriptedErrors() {}

    static GeminiError of(Fault fault, HttpServerRequest request) {
        return switch (fault.status()) {
            case 400 -> tooLong(200_001, 128_000);
            case 401 -> GeminiError.invalidKey();
            case 402 ->
                new GeminiError(
                        429,
                        "RESOURCE_EXHAUSTED",
                        "Your prepayment credits are depleted. Please go to AI Studio to manage your project and billing.");
            case 403 -> new GeminiError(403, "PERMISSION_DENIED", "Permission denied: Consumer has been suspended.");
            case 404 -> GeminiError.noSuchModel(fault.modelName(), "generateContent");
            case 422 -> GeminiError.rule("GenerateContentRequest.tools[0]", "unprocessable tool schema");
            case 429 -> GeminiError.exhausted(fault.retryAfterSeconds());
            case 503 -> new GeminiError(503, "UNAVAILABLE", "The model is overloaded. Please try again later.");
            default -> fault == Fault.LEAK ? leak(request) : internal();
        };
    }

    static GeminiError internal() {
        return new GeminiError(
                500,
                "INTERNAL",
                "An internal error has occurred. Please retry or report in "
                        + "https://developers.generativeai.google/guide/troubleshooting");
    }

    static GeminiError tooLong(long tokens, long window) {
        return GeminiError.invalid("The input token count (" + tokens
                + ") exceeds the maximum number of tokens allowed (" + window + ").");
    }

    private static GeminiError leak(HttpServerRequest request) {
        String key = request.getHeader("x-goog-api-key");
        String message = "upstream failed: POST " + request.absoluteURI() + " with api key "
                + (key == null ? "AIza-demo-leaked-secret" : key);
        return new GeminiError(500, "INTERNAL", message);
    }
}
