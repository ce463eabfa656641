package dev.tollgate.edge.line;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.edge.key.AuthOutcome;
import dev.tollgate.edge.key.Authenticator;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;

/// Lets batch ask for a key of which it knows the digest alone. The digest opens nothing by itself: the internal
/// token does, which only our own services have. All that binds the key binds its lines: it may be revoked or expired
/// by now, or not be allowed from the address at which the batch was made.
@Singleton
public class Lines {
    private static final ServiceError NOT_OURS =
            new ServiceError(ErrorCode.INVALID_API_KEY, "The internal token is missing or wrong.");
    private static final ServiceError NAMELESS = new ServiceError(
            ErrorCode.MISSING_REQUIRED_PARAMETER, "A batch's line has a name and an address.", Headers.BATCH_LINE);

    private final Authenticator authenticator;
    private final LineTokens tokens;

    Lines(Authenticator authenticator, LineTokens tokens) {
        this.authenticator = authenticator;
        this.tokens = tokens;
    }

    /// Whether this request is asked in another's name: by nothing else is it let in then.
    public static boolean isLine(HttpServerRequest request) {
        return request.headers().contains(Headers.BATCH_KEY);
    }

    /// Who the line's key is, if its asker is one of ours.
    public Future<AuthOutcome> authenticate(HttpServerRequest request, String requestId) {
        String token = request.getHeader(Headers.INTERNAL_TOKEN);
        if (token == null || !tokens.accepts(token)) {
            return Future.succeededFuture(new AuthOutcome.Refused(NOT_OURS));
        }
        String address = request.getHeader(Headers.CLIENT_ADDRESS);
        if (address == null || request.getHeader(Headers.BATCH_LINE) == null) {
            return Future.succeededFuture(new AuthOutcome.Refused(NAMELESS));
        }
        return authenticator.authenticateDigest(request.getHeader(Headers.BATCH_KEY), address, requestId);
    }
}
