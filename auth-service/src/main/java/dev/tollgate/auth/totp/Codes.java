package dev.tollgate.auth.totp;

import dev.tollgate.auth.audit.Trail;
import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.totp.TotpStore.Enrolled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Judges what a user shows beside his password. Whoever asks has counted the attempt.
@ApplicationScoped
public class Codes {
    private static final Pattern CODE = Pattern.compile("\\d{" + Totp.DIGITS + "}");
    private static final int RECOVERY_MAX = 64;

    private final Pool pool;
    private final TotpStore store;
    private final TotpSecrets secrets;
    private final Trail trail;

    Codes(Pool pool, TotpStore store, TotpSecrets secrets, Trail trail) {
        this.pool = pool;
        this.store = store;
        this.secrets = secrets;
        this.trail = trail;
    }

    /// What comes of it.
    public enum Judgement {
        /// He has no authenticator, or the code is right and used up now.
        PASSED,
        /// He has one, and shows nothing of it.
        NEEDED,
        /// Wrong, or used before.
        REFUSED
    }

    /// @param totp a code of the authenticator
    /// @param recoveryCode in its place
    public Uni<Judgement> judge(
            String userId, @Nullable String totp, @Nullable String recoveryCode, @Nullable String requestId) {
        return store.find(pool, userId).chain(enrolled -> {
            if (enrolled == null || !enrolled.isConfirmed()) {
                return Uni.createFrom().item(Judgement.PASSED);
            }
            if (totp != null) {
                return take(enrolled, totp).map(Codes::judgement);
            }
            return recoveryCode == null
                    ? Uni.createFrom().item(Judgement.NEEDED)
                    : recover(userId, recoveryCode, requestId).map(Codes::judgement);
        });
    }

    private Uni<Boolean> take(Enrolled enrolled, String code) {
        String digits = code.replace(" ", "");
        OptionalLong step = CODE.matcher(digits).matches()
                ? Totp.stepOf(secrets.open(enrolled), digits, Instant.now(), enrolled.lastStep())
                : OptionalLong.empty();
        return step.isEmpty()
                ? Uni.createFrom().item(false)
                : store.takeStep(pool, enrolled.userId(), step.getAsLong());
    }

    private Uni<Boolean> recover(String userId, String code, @Nullable String requestId) {
        if (code.length() > RECOVERY_MAX) {
            return Uni.createFrom().item(false);
        }
        Trail.Deed deed = new Trail.Deed("totp.recover", userId, null, null, Map.of("recovery_code", "used"));
        return pool.withTransaction(tx -> store.takeCode(tx, userId, RecoveryCode.hash(userId, code))
                .call(taken -> taken
                        ? trail.note(tx, new Origin(userId, requestId), deed)
                        : Uni.createFrom().voidItem()));
    }

    private static Judgement judgement(boolean isRight) {
        return isRight ? Judgement.PASSED : Judgement.REFUSED;
    }
}
