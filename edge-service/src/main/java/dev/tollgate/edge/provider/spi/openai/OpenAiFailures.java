package dev.tollgate.edge.provider.spi.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.RetryAfter;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What OpenAI-shaped errors mean. vLLM's older ones stand bare at the top; Google's come in an array.
public final class OpenAiFailures {
    private static final Pattern STATUS = Pattern.compile("[45][0-9]{2}");
    private static final List<String> STATUS_FIELDS = List.of("code", "status", "status_code");
    /// Said by those who have no code for it.
    private static final Pattern TOO_LONG =
            Pattern.compile("maximum context length is|exceeded model token limit", Pattern.CASE_INSENSITIVE);

    private static final int MESSAGE_MAX = 2_000;
    private static final int BAD_REQUEST = 400;
    private static final int PAYMENT_REQUIRED = 402;

    /// Told with a 429, but no waiting helps: our balance or quota is used up.
    private static final Set<String> OUR_CREDIT = Set.of(
            "insufficient_quota",
            "billing_hard_limit_reached",
            "billing_not_active",
            "exceeded_current_quota_error",
            "insufficient_balance");

    private static final Set<String> TOO_FAST = Set.of("rate_limit_exceeded", "rate_limit_error", "rate_limited");
    private static final Set<String> CALLERS = Set.of("invalid_request_error", "context_length_exceeded");
    /// OpenAI's, Azure's and kin's codes of what their filters stop.
    private static final Set<String> POLICY =
            Set.of("content_policy_violation", "content_filter", "moderation_blocked", "ResponsibleAIPolicyViolation");

    private OpenAiFailures() {}

    /// Judges an answer whose status is not 200.
    ///
    /// @param body null when it was no JSON
    public static Failure of(int status, UnaryOperator<@Nullable String> header, @Nullable JsonNode body, Instant now) {
        JsonNode error = error(body);
        return switch (status) {
            case 400, 413, 422 -> refused(status, error);
            case 401, 402, 403, 404 -> new Failure.Rejected(status);
            case 429 ->
                saysOneOf(error, OUR_CREDIT)
                        ? new Failure.Rejected(PAYMENT_REQUIRED)
                        : new Failure.RateLimited(RetryAfter.millis(header, now));
            case 408 -> new Failure.TimedOut();
            default -> status >= 500 ? new Failure.Broken(Integer.toString(status)) : new Failure.Unreadable();
        };
    }

    /// The same, of bytes that need not be JSON.
    public static Failure of(
            int status, UnaryOperator<@Nullable String> header, byte[] body, JsonMapper json, Instant now) {
        try {
            return of(status, header, json.readTree(body), now);
        } catch (IOException e) {
            return of(status, header, (JsonNode) null, now);
        }
    }

    /// An error told with status 200, or inside a stream: its code is a status, or a word.
    public static Failure told(@Nullable JsonNode told) {
        JsonNode error = error(told);
        if (error == null) {
            return new Failure.Broken("error");
        }
        int status = statusOf(error);
        if (status >= 400 && status < 500) {
            return of(status, name -> null, error, Instant.EPOCH);
        }
        return status >= 500 ? new Failure.Broken("error") : byWord(error);
    }

    private static Failure byWord(JsonNode error) {
        if (saysOneOf(error, OUR_CREDIT)) {
            return new Failure.Rejected(PAYMENT_REQUIRED);
        }
        if (saysOneOf(error, TOO_FAST)) {
            return new Failure.RateLimited(0);
        }
        return saysOneOf(error, CALLERS) ? refused(BAD_REQUEST, error) : new Failure.Broken("error");
    }

    private static int statusOf(JsonNode error) {
        for (String field : STATUS_FIELDS) {
            JsonNode value = error.path(field);
            if (value.isInt()) {
                return value.intValue();
            }
            if (value.isTextual() && STATUS.matcher(value.textValue()).matches()) {
                return Integer.parseInt(value.textValue());
            }
        }
        return 0;
    }

    private static boolean saysOneOf(@Nullable JsonNode error, Set<String> words) {
        return error != null
                && (words.contains(error.path("code").asText(""))
                        || words.contains(error.path("type").asText("")));
    }

    private static Failure refused(int status, @Nullable JsonNode error) {
        if (error == null) {
            return new Failure.CallersFault("The provider refused the request.", false);
        }
        String code = error.path("code").asText("");
        String message = error.path("message").asText("The provider refused the request.");
        if (code.equals("invalid_api_key") || error.toString().contains("API_KEY_INVALID")) {
            return new Failure.Rejected(status);
        }
        String shown = message.length() > MESSAGE_MAX ? message.substring(0, MESSAGE_MAX) : message;
        boolean tooLong = code.equals("context_length_exceeded")
                || TOO_LONG.matcher(message).find();
        return new Failure.CallersFault(shown, tooLong, isAgainstPolicy(error));
    }

    /// Azure tells it as a code inside `innererror` too, and images of it by that one alone.
    private static boolean isAgainstPolicy(JsonNode error) {
        JsonNode inner = error.has("innererror") ? error.path("innererror") : error.path("inner_error");
        return POLICY.contains(error.path("code").asText(""))
                || POLICY.contains(inner.path("code").asText(""));
    }

    static @Nullable JsonNode error(@Nullable JsonNode body) {
        JsonNode first = body != null && body.isArray() ? body.path(0) : body;
        if (first == null || !first.isObject()) {
            return null;
        }
        JsonNode error = first.get("error");
        return error != null && error.isObject() ? error : first;
    }
}
