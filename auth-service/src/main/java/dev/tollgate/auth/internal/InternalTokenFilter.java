package dev.tollgate.auth.internal;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.http.Headers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/// Lets only our own services in, and gives the caller's request id to the log. Compares in constant time, and
/// before a path is looked at. Scoped, so that it is made when the configuration is there: filters alone are made
/// at build time.
@Provider
@PreMatching
@ApplicationScoped
class InternalTokenFilter implements ContainerRequestFilter {
    private static final ServiceError REFUSED =
            new ServiceError(ErrorCode.INVALID_API_KEY, "The internal token is missing or wrong.");

    private final List<byte[]> accepted;

    InternalTokenFilter(InternalConfig config) {
        this.accepted = config.tokens().stream()
                .map(token -> token.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String requestId = request.getHeaderString(Headers.REQUEST_ID);
        if (requestId != null) {
            MDC.put("requestId", requestId);
        }
        if (!isAccepted(request.getHeaderString(Headers.INTERNAL_TOKEN))) {
            request.abortWith(Response.status(REFUSED.code().status())
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .entity(REFUSED.envelope())
                    .build());
        }
    }

    private boolean isAccepted(@Nullable String token) {
        if (token == null) {
            return false;
        }
        byte[] given = token.getBytes(StandardCharsets.UTF_8);
        boolean found = false;
        for (byte[] one : accepted) {
            found |= MessageDigest.isEqual(one, given);
        }
        return found;
    }
}
