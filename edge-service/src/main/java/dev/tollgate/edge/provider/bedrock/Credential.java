package dev.tollgate.edge.provider.bedrock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a credential's text is: `<access key id>:<secret access key>`, with `:<session token>` behind it for a
/// temporary one; the same as JSON, as `aws configure export-credentials` prints it, with a `region` if the
/// address tells none; anything else is a Bedrock API key.
sealed interface Credential {
    /// @param region or null for the address's
    record Keys(
            String id,
            String secret,
            @Nullable String sessionToken,
            @Nullable String region) implements Credential {
        @Override
        public String toString() {
            return "Keys[" + id + "]";
        }
    }

    record ApiKey(String key) implements Credential {
        @Override
        public String toString() {
            return "ApiKey[hidden]";
        }
    }

    /// JSON that is none, or lacks a key.
    record Malformed() implements Credential {}

    Pattern PAIR = Pattern.compile("(\\w{16,128}):([^:\\s]+)(?::(\\S+))?");
    JsonMapper JSON = JsonMapper.builder().build();

    static Credential of(String text) {
        String credential = text.strip();
        if (credential.startsWith("{")) {
            return ofJson(credential);
        }
        Matcher pair = PAIR.matcher(credential);
        return pair.matches() ? new Keys(pair.group(1), pair.group(2), pair.group(3), null) : new ApiKey(credential);
    }

    private static Credential ofJson(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            String id = json.path("AccessKeyId").asText("");
            String secret = json.path("SecretAccessKey").asText("");
            boolean whole = !id.isBlank() && !secret.isBlank();
            return whole
                    ? new Keys(id, secret, textOf(json.path("SessionToken")), textOf(json.path("region")))
                    : new Malformed();
        } catch (JsonProcessingException e) {
            return new Malformed();
        }
    }

    private static @Nullable String textOf(JsonNode field) {
        String text = field.asText("");
        return text.isBlank() ? null : text;
    }
}
