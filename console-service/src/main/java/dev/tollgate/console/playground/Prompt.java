package dev.tollgate.console.playground;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import java.util.List;

/// What the playground's script asks for, made the request that the gateway gets: what it may say passes as it is,
/// for the gateway to judge; the rest is dropped. The answer is always streamed, and tells its usage.
final class Prompt {
    private static final List<String> FIELDS = List.of("model", "messages", "temperature", "top_p", "max_tokens");

    private Prompt() {}

    /// @throws ServiceException 400 when it is no request for a chat
    static byte[] read(String text, ObjectMapper json) {
        try {
            JsonNode asked = json.readTree(text);
            if (!asked.path("model").isTextual() || !asked.path("messages").isArray()) {
                throw new ServiceException(
                        new ServiceError(ErrorCode.INVALID_VALUE, "A model and messages are required.", "request"));
            }
            ObjectNode request = json.createObjectNode();
            for (String field : FIELDS) {
                JsonNode value = asked.get(field);
                if (value != null && !value.isNull()) {
                    request.set(field, value);
                }
            }
            request.put("stream", true).putObject("stream_options").put("include_usage", true);
            return json.writeValueAsBytes(request);
        } catch (JsonProcessingException e) {
            throw new ServiceException(new ServiceError(ErrorCode.INVALID_JSON, "The request is no JSON.", "request"));
        }
    }
}
