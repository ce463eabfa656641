package dev.tollgate.batch.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.batch.v1.BatchView.LineError;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/// What a batch's row holds as JSON, for nobody asks by it.
@Singleton
class Texts {
    private static final TypeReference<Map<String, String>> METADATA = new TypeReference<>() {};
    private static final TypeReference<List<LineError>> ERRORS = new TypeReference<>() {};

    private final ObjectMapper json;

    Texts(ObjectMapper json) {
        this.json = json;
    }

    String written(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON", e);
        }
    }

    Map<String, String> metadata(String text) {
        return read(text, METADATA);
    }

    List<LineError> errors(String text) {
        return read(text, ERRORS);
    }

    private <T> T read(String text, TypeReference<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a batch's row cannot be read", e);
        }
    }
}
