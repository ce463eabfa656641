package dev.tollgate.console.login;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;

/// Lets only the admin token through to `/api/v1`. Compares in constant time; without a configured token nobody
/// gets in. Scoped, so that it is made when the configuration is there: filters alone are made at build time.
@Provider
@ApplicationScoped
class AdminTokenFilter implements ContainerRequestFilter {
    private static final String SCHEME = "bearer ";

    private final byte[] expected;

    @Inject
    AdminTokenFilter(LoginConfig config) {
        this.expected = config.adminToken().orElse("").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String header = request.getHeaderString("Authorization");
        if (header == null) {
            throw new ServiceException(
                    ErrorCode.MISSING_API_KEY,
                    "The admin token is missing: send `Authorization: Bearer <admin token>`.");
        }
        if (!header.toLowerCase(Locale.ROOT).startsWith(SCHEME) || !isExpected(header.substring(SCHEME.length()))) {
            throw new ServiceException(ErrorCode.INVALID_API_KEY, "This is not the admin token.");
        }
    }

    private boolean isExpected(String token) {
        return expected.length > 0
                && MessageDigest.isEqual(expected, token.strip().getBytes(StandardCharsets.UTF_8));
    }
}
