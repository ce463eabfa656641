package dev.tollgate.console.login;

import dev.tollgate.contract.auth.v1.TokenFormat;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads what callers show.
@ApplicationScoped
public class Credentials {
    private static final String SCHEME = "Bearer ";

    private final AdminTokens tokens;

    @Inject
    Credentials(LoginConfig config) {
        this.tokens = new AdminTokens(config.adminToken().orElse(List.of()));
    }

    /// @throws ServiceException 401 when there is none, or none of ours
    public Credential read(@Nullable String header) {
        if (header == null) {
            throw new ServiceException(
                    ErrorCode.MISSING_API_KEY, "A token is missing: send `Authorization: Bearer <token>`.");
        }
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw refused();
        }
        String token = header.substring(SCHEME.length()).strip();
        Optional<String> admin = tokens.actor(token);
        if (admin.isPresent()) {
            return new Credential.AdminToken(admin.get());
        }
        if (!TokenFormat.isWellFormed(token)) {
            throw refused();
        }
        return new Credential.AccessToken(TokenFormat.hash(token));
    }

    /// Of a session's cookie: the admin token is none.
    ///
    /// @throws ServiceException 401 when there is none
    public Credential session(@Nullable String token) {
        if (token == null) {
            throw new ServiceException(ErrorCode.MISSING_API_KEY, "Sign in to see this page.");
        }
        if (!TokenFormat.isWellFormed(token)) {
            throw refused();
        }
        return new Credential.AccessToken(TokenFormat.hash(token));
    }

    /// 401: unknown, revoked, or of somebody who is suspended.
    public static ServiceException refused() {
        return new ServiceException(
                ErrorCode.INVALID_API_KEY, "This token is not valid here: send `Authorization: Bearer <token>`.");
    }

    /// 401
    public static ServiceException expired() {
        return new ServiceException(ErrorCode.API_KEY_EXPIRED, "This token has expired.");
    }
}
