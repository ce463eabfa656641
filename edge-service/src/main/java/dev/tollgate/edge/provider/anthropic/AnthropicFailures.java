package dev.tollgate.edge.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.RetryAfter;
import java.time.Instant;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What Anthropic's errors mean, as an answer's status or as an event of a stream.
final class AnthropicFailures {
    private static final int MESSAGE_MAX = 2_000;
    private static final String AGAINST_POLICY = "blocked by content filtering policy";
    private static final int PAYMENT_REQUIRED = 402;

    /// Told as a fault of the request, but it is our account that is empty.
    private static final String OUR_CREDIT = "credit balance is too low";

    private AnthropicFailures() {}

    static Failure of(int status, UnaryOperator<@Nullable String> header, JsonNode body, Instant now) {
        return switch (status) {
            case 400, 413, 422 -> refused(body);
            case 401, 402, 403, 404 -> new Failure.Rejected(status);
            case 408, 504 -> new Failure.TimedOut();
            case 429 -> new Failure.RateLimited(RetryAfter.millis(header, now));
            default -> status >= 500 ? new Failure.Broken(Integer.toString(status)) : new Failure.Unreadable();
        };
    }

    /// An error told with status 200, or inside a stream.
    static Failure told(JsonNode body) {
        return switch (body.path("error").path("type").asText()) {
            case "invalid_request_error", "request_too_large" -> refused(body);
            case "authentication_error" -> new Failure.Rejected(401);
            case "billing_error" -> new Failure.Rejected(PAYMENT_REQUIRED);
            case "permission_error" -> new Failure.Rejected(403);
            case "not_found_error" -> new Failure.Rejected(404);
            case "rate_limit_error" -> new Failure.RateLimited(0);
            case "timeout_error" -> new Failure.TimedOut();
            case "overloaded_error" -> new Failure.Broken("529");
            default -> new Failure.Broken("error");
        };
    }

    private static Failure refused(JsonNode body) {
        String message = body.path("error").path("message").asText("The provider refused the request.");
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains(OUR_CREDIT)) {
            return new Failure.Rejected(PAYMENT_REQUIRED);
        }
        boolean tooLong = lower.contains("prompt is too long") || lower.contains("exceed context limit");
        String shown = message.length() > MESSAGE_MAX ? message.substring(0, MESSAGE_MAX) : message;
        return new Failure.CallersFault(shown, tooLong, lower.contains(AGAINST_POLICY));
    }
}
