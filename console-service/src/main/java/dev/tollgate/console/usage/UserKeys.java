package dev.tollgate.console.usage;

import dev.tollgate.console.peers.AuthPeer;
import dev.tollgate.console.peers.UsageFilter;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A user's keys, by which billing finds his usage: it does not know whose keys are.
@ApplicationScoped
class UserKeys {
    private static final int KEYS_MAX = 100;
    /// No key has this id: who has no keys has no usage.
    private static final String NONE = "-";

    private final AuthPeer authPeer;

    @Inject
    UserKeys(AuthPeer authPeer) {
        this.authPeer = authPeer;
    }

    /// By commas; null when the filter names no user.
    Uni<@Nullable String> of(UsageFilter filter) {
        String user = filter.userId();
        String account = filter.accountId();
        if (user == null) {
            return Uni.createFrom().nullItem();
        }
        if (account == null) {
            throw invalid("account_id", "user_id needs account_id as well.", ErrorCode.MISSING_REQUIRED_PARAMETER);
        }
        return authPeer.keyUsers(account, user).map(users -> {
            if (users.size() > KEYS_MAX) {
                throw invalid("user_id", "This user has more than " + KEYS_MAX + " keys.", ErrorCode.INVALID_VALUE);
            }
            return users.isEmpty() ? NONE : String.join(",", new TreeSet<>(users.keySet()));
        });
    }

    private static ServiceException invalid(String param, String message, ErrorCode code) {
        return new ServiceException(new ServiceError(code, message, param));
    }
}
