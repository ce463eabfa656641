package dev.tollgate.local.fake.bedrock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Fault;

/// An error as AWS tells it: its type in a header, its message in the body.
record BedrockError(int status, String type, String message) {

    static BedrockError invalid(String message) {
        return new BedrockError(400, "ValidationException", message);
    }

    static BedrockError unknownModel() {
        return new BedrockError(404, "ResourceNotFoundException", "Could not resolve the foundation model.");
    }

    /// As the real one words each status. It knows neither 402 nor 422.
    ///
    /// @param key of whoever asks, for a leak
    static BedrockError scripted(Fault fault, String key) {
        if (fault == Fault.LEAK) {
            String message = "upstream http://10.0.0.7:9000 refused key " + key;
            return new BedrockError(500, "InternalServerException", message);
        }
        return switch (fault.status()) {
            case 400 -> invalid("Input is too long for requested model.");
            case 401 -> new BedrockError(401, "UnauthorizedException", "The API key is not valid.");
            case 402 -> new BedrockError(402, "PaymentRequiredException", "There is an invalid payment instrument.");
            case 403 -> new BedrockError(403, "AccessDeniedException", "You don't have access to the model.");
            case 404 -> unknownModel();
            case 422 -> invalid("The value at toolConfig.tools.0.toolSpec.inputSchema.json must be a JSON schema.");
            case 429 ->
                new BedrockError(429, "ThrottlingException", "Too many requests, please wait before trying again.");
            case 503 ->
                new BedrockError(503, "ServiceUnavailableException", "Bedrock is unable to process your request.");
            default -> internal();
        };
    }

    static BedrockError internal() {
        return new BedrockError(
                500, "InternalServerException", "The system encountered an unexpected error during processing.");
    }

    ObjectNode toJson() {
        return JsonNodeFactory.instance.objectNode().put("message", message);
    }
}
