package dev.tollgate.edge.provider.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.openai.OpenAiFailures;
import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What Azure's errors mean: OpenAI's, but that some which come with a 400 are about our deployment.
final class AzureFailures {
    private static final int BAD_REQUEST = 400;

    /// The deployment's model does something else, or the API's version is not one.
    private static final Set<String> OURS =
            Set.of("OperationNotSupported", "DeploymentNotFound", "InvalidApiVersionParameter", "unavailable_model");

    private AzureFailures() {}

    static Failure of(int status, UnaryOperator<@Nullable String> header, byte[] body, JsonMapper json) {
        JsonNode told = tree(body, json);
        if (status == BAD_REQUEST
                && told != null
                && OURS.contains(told.path("error").path("code").asText(""))) {
            return new Failure.Rejected(status);
        }
        return OpenAiFailures.of(status, header, told, Instant.now());
    }

    /// Null when it is no JSON.
    private static @Nullable JsonNode tree(byte[] body, JsonMapper json) {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            return null;
        }
    }
}
