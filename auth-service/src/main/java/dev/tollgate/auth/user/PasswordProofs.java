package dev.tollgate.auth.user;

import dev.tollgate.auth.internal.Fault;
import dev.tollgate.auth.user.Attempts.Attempt;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/// Asks a user for his password where a token alone is not enough. Failures count as those of logins do.
@ApplicationScoped
public class PasswordProofs {
    private final Attempts attempts;
    private final Passwords passwords;

    PasswordProofs(Attempts attempts, Passwords passwords) {
        this.attempts = attempts;
        this.passwords = passwords;
    }

    /// The user, by his right password. Failures before it are not forgotten: they may have been at his codes.
    ///
    /// @param param the field that has it
    /// @return fails with a 400 that names the field, or a 429
    public Uni<Attempt> require(String userId, String param, @Nullable String password) {
        return attempt(userId, param, password).call(() -> attempts.takeBack(userId));
    }

    /// The same where a code is to be judged, too: the attempt stays counted.
    public Uni<Attempt> attempt(String userId, String param, @Nullable String password) {
        if (password == null) {
            return Uni.createFrom().failure(new ServiceException(Fault.missing(param)));
        }
        if (password.length() > PasswordRules.MAX) {
            return Uni.createFrom().failure(wrong(param));
        }
        return attempts.byId(userId).chain(found -> judge(userId, found, param, password));
    }

    /// 429: nothing more is looked at for a while.
    public static ServiceException locked() {
        return new ServiceException(
                ErrorCode.RATE_LIMIT_EXCEEDED, "Too many failures: try again in a quarter of an hour.");
    }

    private Uni<Attempt> judge(String userId, @Nullable Attempt found, String param, String password) {
        if (found == null) {
            throw Fault.notFound("user", userId);
        }
        if (found.isLocked()) {
            throw locked();
        }
        if (found.passwordHash() == null) {
            return attempts.takeBack(userId).chain(() -> Uni.createFrom()
                    .failure(new ServiceException(new ServiceError(
                            ErrorCode.CONFLICT, "You have no password yet: ask for one by mail.", param))));
        }
        return passwords.fits(password, found.passwordHash()).map(fits -> {
            if (!fits) {
                throw wrong(param);
            }
            return found;
        });
    }

    private static ServiceException wrong(String param) {
        return new ServiceException(Fault.invalid(param, "is not the password"));
    }
}
