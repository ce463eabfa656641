package dev.tollgate.auth.token;

import dev.tollgate.auth.audit.Trail;
import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.id.Ids;
import dev.tollgate.auth.internal.Fault;
import dev.tollgate.contract.auth.v1.CreatedToken;
import dev.tollgate.contract.auth.v1.TokenCommand;
import dev.tollgate.contract.auth.v1.TokenFormat;
import dev.tollgate.contract.auth.v1.TokenView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What makes and ends tokens: each in one transaction with its audit entry.
@ApplicationScoped
public class Tokens {
    private static final int BYTES = 32;

    private final Pool pool;
    private final TokenStore store;
    private final Trail trail;
    private final TokenConfig config;
    private final SecureRandom random = new SecureRandom();

    Tokens(Pool pool, TokenStore store, Trail trail, TokenConfig config) {
        this.pool = pool;
        this.store = store;
        this.trail = trail;
        this.config = config;
    }

    Uni<CreatedToken> personal(String userId, TokenCommand command, Origin origin) {
        Instant now = Instant.now();
        Fault.refuse(TokenRules.faultOf(command, now, config.personalMax()));
        Long expiry = command.expiresAt();
        long until = expiry == null ? now.plus(config.personalFor()).getEpochSecond() : expiry;
        List<String> scopes = Objects.requireNonNull(command.scopes()).stream()
                .distinct()
                .sorted()
                .toList();
        return make(userId, new Made("personal", Objects.requireNonNull(command.name()), scopes, until, null), origin);
    }

    /// @param agent what the user's program calls itself
    public Uni<CreatedToken> session(String userId, @Nullable String agent, Origin origin) {
        long until = Instant.now().plus(config.sessionFor()).getEpochSecond();
        return make(
                userId,
                new Made("session", "Login", null, until, TokenRules.device(agent)),
                new Origin(userId, origin.requestId()));
    }

    /// Final; asked again, it changes nothing.
    Uni<TokenView> revoke(String userId, String id, Origin origin) {
        return pool.withTransaction(tx -> store.locked(tx, userId, id)
                .onItem()
                .ifNull()
                .failWith(() -> Fault.notFound("token", id))
                .chain(before -> {
                    if (before.revoked()) {
                        return Uni.createFrom().item(before);
                    }
                    TokenView after = revoked(before);
                    return store.revoke(tx, id)
                            .chain(() ->
                                    trail.note(tx, origin, new Trail.Deed("token.revoke", id, null, before, after)))
                            .replaceWith(after);
                }));
    }

    private record Made(
            String kind,
            String name,
            @Nullable List<String> scopes,
            long until,
            @Nullable String device) {}

    private Uni<CreatedToken> make(String userId, Made made, Origin origin) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String prefix = made.kind().equals("session") ? TokenFormat.SESSION : TokenFormat.PERSONAL;
        String secret = TokenFormat.write(prefix, bytes);
        TokenView token = new TokenView(
                Ids.next("tok_"),
                "token",
                userId,
                made.kind(),
                made.name(),
                TokenFormat.hint(secret),
                made.scopes(),
                Instant.now().getEpochSecond(),
                made.until(),
                null,
                false,
                made.device());
        return pool.withTransaction(tx -> store.live(tx, userId)
                .invoke(this::requireRoom)
                .chain(() -> store.make(tx, token, TokenFormat.hash(secret)))
                .chain(() -> trail.note(
                        tx, origin, new Trail.Deed(made.kind() + "_token.create", token.id(), null, null, token)))
                .replaceWith(new CreatedToken(token, secret)));
    }

    private void requireRoom(long live) {
        if (live >= config.perUser()) {
            throw new ServiceException(
                    ErrorCode.CONFLICT, "The user has " + live + " valid tokens, as many as may be: revoke one first.");
        }
    }

    private static TokenView revoked(TokenView token) {
        return new TokenView(
                token.id(),
                token.object(),
                token.userId(),
                token.kind(),
                token.name(),
                token.hint(),
                token.scopes(),
                token.createdAt(),
                token.expiresAt(),
                token.lastUsedOn(),
                true,
                token.device());
    }
}
