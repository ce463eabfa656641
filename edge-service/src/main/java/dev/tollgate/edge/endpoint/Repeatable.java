package dev.tollgate.edge.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whether the same request may be given the same answer again, should its group keep answers.
public enum Repeatable {
    /// It leaves something behind, or refers to what others keep.
    NEVER,
    /// When its caller asks for it: another try may say it otherwise, or find something else.
    ON_REQUEST,
    /// Its caller wants the one likeliest answer: a temperature of 0.
    ALWAYS;

    /// By the body's `temperature`.
    public static Repeatable byTemperature(Map<String, JsonNode> fields) {
        JsonNode temperature = fields.get("temperature");
        return temperature != null && temperature.isNumber() && temperature.doubleValue() == 0 ? ALWAYS : ON_REQUEST;
    }

    /// Not without being asked to.
    public Repeatable atMostOnRequest() {
        return this == ALWAYS ? ON_REQUEST : this;
    }

    /// @param wish the caller's word; null for none
    public boolean isAnswered(@Nullable Boolean wish) {
        return switch (this) {
            case NEVER -> false;
            case ON_REQUEST -> Boolean.TRUE.equals(wish);
            case ALWAYS -> wish == null || wish;
        };
    }
}
