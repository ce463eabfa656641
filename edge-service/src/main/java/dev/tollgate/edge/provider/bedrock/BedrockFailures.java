package dev.tollgate.edge.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.RetryAfter;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What Bedrock's errors mean: by the exception's name, which a header or the body tells, else by the status.
final class BedrockFailures {
    private static final int MESSAGE_MAX = 2_000;
    private static final int FORBIDDEN = 403;
    private static final String REFUSED = "The provider refused the request.";

    /// Told with a 400, but it is our signature or our key that is at fault.
    private static final Set<String> OUR_KEY = Set.of(
            "ExpiredTokenException",
            "IncompleteSignatureException",
            "InvalidSignatureException",
            "MissingAuthenticationTokenException",
            "UnrecognizedClientException",
            "AccessDeniedException");

    private static final Set<String> TOO_FAST =
            Set.of("ThrottlingException", "ServiceQuotaExceededException", "ModelNotReadyException");

    /// A model that is not there is our catalogue's fault.
    private static final Pattern OUR_MODEL = Pattern.compile(
            "model identifier is invalid|on-demand throughput|inference profile|not authorized|operation not allowed",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern TOO_LONG = Pattern.compile(
            "too long|too many input tokens|maximum context|context length|exceed.{0,40}(context|token)",
            Pattern.CASE_INSENSITIVE);

    private BedrockFailures() {}

    /// @param body missing when it was no JSON
    static Failure of(int status, UnaryOperator<@Nullable String> header, JsonNode body, Instant now) {
        String name = name(header.apply("x-amzn-errortype"), body);
        if (TOO_FAST.contains(name)) {
            return new Failure.RateLimited(RetryAfter.millis(header, now));
        }
        if (status == 400 && OUR_KEY.contains(name)) {
            return new Failure.Rejected(FORBIDDEN);
        }
        return switch (status) {
            case 400, 413, 422 -> refused(body, status);
            case 401, 402, 403, 404 -> new Failure.Rejected(status);
            case 408 -> new Failure.TimedOut();
            case 429 -> new Failure.RateLimited(RetryAfter.millis(header, now));
            // The model failed at it.
            case 424 -> new Failure.Broken("424");
            default -> status >= 500 ? new Failure.Broken(Integer.toString(status)) : new Failure.Unreadable();
        };
    }

    /// An exception in a stream; its name begins with a small letter there.
    static Failure told(String name, JsonNode body) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "validationexception" -> refused(body, 400);
            case "throttlingexception", "modelnotreadyexception" -> new Failure.RateLimited(0);
            case "modeltimeoutexception" -> new Failure.TimedOut();
            case "serviceunavailableexception" -> new Failure.Broken("503");
            default -> new Failure.Broken("error");
        };
    }

    /// An error told with status 200.
    static Failure told(JsonNode body) {
        return told(name(null, body), body);
    }

    static boolean isError(JsonNode body) {
        return body.has("__type") || body.has("message") || body.has("Message");
    }

    static boolean isException(String event) {
        return event.endsWith("Exception") || event.equals("error");
    }

    /// `ThrottlingException` of `com.amazon.coral.availability#ThrottlingException:http://…`.
    private static String name(@Nullable String header, JsonNode body) {
        String told = header == null ? body.path("__type").asText() : header;
        int colon = told.indexOf(':');
        String name = colon < 0 ? told : told.substring(0, colon);
        return name.substring(name.indexOf('#') + 1);
    }

    private static Failure refused(JsonNode body, int status) {
        String message = body.path("message").asText(body.path("Message").asText(REFUSED));
        if (status == 400 && OUR_MODEL.matcher(message).find()) {
            return new Failure.Rejected(status);
        }
        String shown = message.length() > MESSAGE_MAX ? message.substring(0, MESSAGE_MAX) : message;
        return new Failure.CallersFault(shown, TOO_LONG.matcher(message).find());
    }
}
