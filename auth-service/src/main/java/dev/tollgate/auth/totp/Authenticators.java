package dev.tollgate.auth.totp;

import dev.tollgate.auth.audit.Trail;
import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.internal.Fault;
import dev.tollgate.auth.user.Attempts;
import dev.tollgate.auth.user.PasswordProofs;
import dev.tollgate.auth.user.UserStore;
import dev.tollgate.contract.auth.v1.RecoveryCodes;
import dev.tollgate.contract.auth.v1.TotpEnrolment;
import dev.tollgate.contract.auth.v1.TotpRemoval;
import dev.tollgate.contract.auth.v1.UserView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Sets authenticators up and takes them off, each change with its audit entry; never a secret in it.
@ApplicationScoped
class Authenticators {
    private static final String ISSUER = "Tollgate";

    private final Pool pool;
    private final UserStore users;
    private final PasswordProofs proofs;
    private final Attempts attempts;
    private final TotpStore store;
    private final TotpSecrets secrets;
    private final Codes codes;
    private final Trail trail;
    private final SecureRandom random = new SecureRandom();

    Authenticators(
            Pool pool,
            UserStore users,
            PasswordProofs proofs,
            Attempts attempts,
            TotpStore store,
            TotpSecrets secrets,
            Codes codes,
            Trail trail) {
        this.pool = pool;
        this.users = users;
        this.proofs = proofs;
        this.attempts = attempts;
        this.store = store;
        this.secrets = secrets;
        this.codes = codes;
        this.trail = trail;
    }

    /// A secret that counts once a code of it is shown; asked again before that, another.
    Uni<TotpEnrolment> enrol(String userId, @Nullable String password) {
        byte[] secret = new byte[Totp.SECRET_BYTES];
        random.nextBytes(secret);
        return proofs.require(userId, "password", password)
                .call(() -> store.enrol(pool, userId, secrets.seal(userId, secret))
                        .invoke(enrolled -> {
                            if (!enrolled) {
                                throw new ServiceException(
                                        ErrorCode.CONFLICT, "You have an authenticator: take it off first.");
                            }
                        }))
                .map(user -> enrolment(user.login(), Base32.write(secret)));
    }

    /// From now on codes are asked for. A wrong one may be tried again: it is the user's own secret.
    Uni<RecoveryCodes> confirm(String userId, @Nullable String code, Origin origin) {
        if (code == null) {
            throw new ServiceException(Fault.missing("totp"));
        }
        List<String> recovery =
                Stream.generate(RecoveryCode::next).limit(RecoveryCode.COUNT).toList();
        return pool.withTransaction(tx -> store.find(tx, userId).chain(enrolled -> {
                    if (enrolled == null || enrolled.isConfirmed()) {
                        throw new ServiceException(ErrorCode.CONFLICT, "There is no authenticator to confirm.");
                    }
                    OptionalLong step = Totp.stepOf(secrets.open(enrolled), code.replace(" ", ""), Instant.now(), 0);
                    if (step.isEmpty()) {
                        throw new ServiceException(Fault.invalid("totp", "is not the code of this moment"));
                    }
                    return changed(tx, userId, "totp.confirm", origin, () -> store.confirm(tx, userId, step.getAsLong())
                            .invoke(Authenticators::requireChanged)
                            .chain(() -> store.keepCodes(tx, userId, RecoveryCode.hashes(userId, recovery.stream()))));
                }))
                .replaceWith(new RecoveryCodes("recovery_codes", recovery));
    }

    /// By the user himself, who shows that he has both.
    Uni<UserView> remove(String userId, TotpRemoval removal, Origin origin) {
        return proofs.attempt(userId, "password", removal.password())
                .chain(() -> codes.judge(userId, removal.totp(), removal.recoveryCode(), origin.requestId()))
                .chain(judgement -> switch (judgement) {
                    case PASSED -> attempts.forget(userId);
                    case NEEDED ->
                        attempts.takeBack(userId)
                                .chain(() -> Uni.createFrom().failure(new ServiceException(Fault.missing("totp"))));
                    case REFUSED ->
                        Uni.createFrom().failure(new ServiceException(Fault.invalid("totp", "is wrong, or was used")));
                })
                .chain(() -> takeOff(userId, origin));
    }

    /// By an operator: for somebody who has lost his, and his recovery codes.
    Uni<UserView> takeOff(String userId, Origin origin) {
        return pool.withTransaction(tx -> changed(tx, userId, "totp.remove", origin, () -> store.remove(tx, userId)
                .invoke(Authenticators::requireChanged)
                .replaceWithVoid()));
    }

    private Uni<UserView> changed(
            SqlConnection tx, String userId, String action, Origin origin, Supplier<Uni<Void>> work) {
        return users.locked(tx, userId)
                .onItem()
                .ifNull()
                .failWith(() -> Fault.notFound("user", userId))
                .chain(before -> work.get()
                        .chain(() -> users.find(tx, userId))
                        .call(after -> trail.note(tx, origin, new Trail.Deed(action, userId, null, before, after))));
    }

    private static void requireChanged(boolean is) {
        if (!is) {
            throw new ServiceException(ErrorCode.CONFLICT, "No codes are asked for, or they are already.");
        }
    }

    private static TotpEnrolment enrolment(String login, String secret) {
        String label =
                URLEncoder.encode(ISSUER + ":" + login, StandardCharsets.UTF_8).replace("+", "%20");
        return new TotpEnrolment(
                "totp_enrolment",
                secret,
                "otpauth://totp/" + label + "?secret=" + secret + "&issuer=" + ISSUER
                        + "&algorithm=SHA1&digits=6&period=30");
    }
}
