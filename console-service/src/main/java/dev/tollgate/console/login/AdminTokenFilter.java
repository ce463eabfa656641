package dev.tollgate.console.login;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.Headers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import org.jboss.logging.MDC;

/// Lets only the admin token through to `/api/v1`, without a configured token nobody, and tells each answer's
/// request id. Scoped, so that it is made when the configuration is there: filters alone are made at build time.
@Provider
@ApplicationScoped
class AdminTokenFilter implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String SCHEME = "Bearer ";

    /// Whoever calls here is known by a signature that billing checks.
    private static final String STRIPE = "/webhooks/stripe";

    private final AdminTokens tokens;
    private final Caller caller;

    @Inject
    AdminTokenFilter(LoginConfig config, Caller caller) {
        this.tokens = new AdminTokens(config.adminToken().orElse(List.of()));
        this.caller = caller;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        MDC.put("requestId", caller.requestId());
        if (request.getUriInfo().getPath().equals(STRIPE)) {
            caller.is("webhook");
            return;
        }
        String header = request.getHeaderString("Authorization");
        if (header == null) {
            throw new ServiceException(
                    ErrorCode.MISSING_API_KEY,
                    "The admin token is missing: send `Authorization: Bearer <admin token>`.");
        }
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw refused();
        }
        caller.is(tokens.actor(header.substring(SCHEME.length()).strip()).orElseThrow(AdminTokenFilter::refused));
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        response.getHeaders().putSingle(Headers.REQUEST_ID, caller.requestId());
    }

    private static ServiceException refused() {
        return new ServiceException(
                ErrorCode.INVALID_API_KEY, "This is not the admin token: send `Authorization: Bearer <admin token>`.");
    }
}
