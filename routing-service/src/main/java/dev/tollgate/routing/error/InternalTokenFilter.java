package dev.tollgate.routing.error;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.http.Headers;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/// Lets only our own services in, and gives the caller's request id to the log. Tokens are compared in constant
/// time.
class InternalTokenFilter {
    private final List<byte[]> tokens;

    InternalTokenFilter(InternalConfig config) {
        this.tokens = config.tokens().stream()
                .map(token -> token.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @ServerRequestFilter(preMatching = true)
    public @Nullable Response check(ContainerRequestContext request) {
        String requestId = request.getHeaderString(Headers.REQUEST_ID);
        if (requestId != null) {
            MDC.put("requestId", requestId);
        }
        String given = request.getHeaderString(Headers.INTERNAL_TOKEN);
        return given != null && isKnown(given.getBytes(StandardCharsets.UTF_8)) ? null : refusal();
    }

    private boolean isKnown(byte[] given) {
        boolean known = false;
        for (byte[] token : tokens) {
            known |= MessageDigest.isEqual(token, given);
        }
        return known;
    }

    private static Response refusal() {
        ServiceError error = new ServiceError(ErrorCode.INVALID_API_KEY, "The internal token is missing or wrong.");
        return Response.status(error.code().status())
                .entity(error.envelope())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
