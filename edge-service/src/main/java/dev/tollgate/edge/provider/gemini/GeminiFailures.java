package dev.tollgate.edge.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tollgate.edge.provider.spi.Failure;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Judges an error. That a key is invalid is told with a 400 like a caller's fault, and that there is no money with a
/// 429 like a limit.
final class GeminiFailures {
    static final long RETRY_AFTER_MAX_MILLIS = 86_400_000;

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)s");
    private static final int MESSAGE_MAX = 2_000;
    private static final int BAD_REQUEST = 400;
    private static final int PAYMENT_REQUIRED = 402;
    /// Reasons in the details, or states, that are about us.
    private static final Set<String> OURS = Set.of(
            "API_KEY_INVALID",
            "API_KEY_SERVICE_BLOCKED",
            "API_KEY_HTTP_REFERRER_BLOCKED",
            "API_KEY_IP_ADDRESS_BLOCKED",
            "SERVICE_DISABLED",
            "BILLING_DISABLED",
            "CONSUMER_INVALID",
            "FAILED_PRECONDITION");

    private GeminiFailures() {}

    /// @param body an object with `error`, an array of one such, or null
    static Failure of(int status, UnaryOperator<@Nullable String> header, @Nullable JsonNode body) {
        JsonNode error = error(body);
        return switch (status) {
            case 400, 413, 422 -> refused(status, error);
            case 401, 402, 403, 404 -> new Failure.Rejected(status);
            case 429 -> limited(header, error);
            case 408, 504 -> new Failure.TimedOut();
            default -> status >= 500 ? new Failure.Broken(Integer.toString(status)) : new Failure.Unreadable();
        };
    }

    /// An error told with status 200, or inside a stream.
    static Failure told(@Nullable JsonNode body) {
        int code = error(body).path("code").asInt();
        return code < BAD_REQUEST || code >= 500 ? new Failure.Broken("error") : of(code, name -> null, body);
    }

    private static Failure refused(int status, JsonNode error) {
        if (isOurs(error)) {
            return new Failure.Rejected(status);
        }
        String message = error.path("message")
                .asText("The provider refused the request.")
                .strip();
        String shown = message.length() > MESSAGE_MAX ? message.substring(0, MESSAGE_MAX) : message;
        boolean tooLong = shown.toLowerCase(Locale.ROOT).contains("exceeds the maximum number of tokens");
        return new Failure.CallersFault(shown, tooLong);
    }

    private static boolean isOurs(JsonNode error) {
        if (OURS.contains(error.path("status").asText())) {
            return true;
        }
        for (JsonNode detail : error.path("details")) {
            if (OURS.contains(detail.path("reason").asText())) {
                return true;
            }
        }
        return false;
    }

    private static Failure limited(UnaryOperator<@Nullable String> header, JsonNode error) {
        if (error.path("message").asText().contains("credits are depleted")) {
            return new Failure.Rejected(PAYMENT_REQUIRED);
        }
        for (JsonNode detail : error.path("details")) {
            Matcher delay = DURATION.matcher(detail.path("retryDelay").asText());
            if (delay.matches()) {
                return new Failure.RateLimited(millis(delay.group(1)));
            }
        }
        String seconds = header.apply("retry-after");
        boolean known = seconds != null && seconds.strip().matches("\\d{1,9}");
        return new Failure.RateLimited(known ? millis(String.valueOf(seconds).strip()) : 0);
    }

    private static long millis(String seconds) {
        return Math.min(new BigDecimal(seconds).movePointRight(3).longValue(), RETRY_AFTER_MAX_MILLIS);
    }

    private static JsonNode error(@Nullable JsonNode body) {
        if (body == null) {
            return MissingNode.getInstance();
        }
        return (body.isArray() ? body.path(0) : body).path("error");
    }
}
