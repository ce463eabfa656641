package dev.tollgate.console.usage;

import dev.tollgate.console.peers.AuthPeer;
import dev.tollgate.console.peers.UsageFilter;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The keys of a user, or of a namespace's workloads, by which billing finds their usage: it does not know
/// whose keys are.
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

    /// By commas; null when the filter names neither a user nor a namespace.
    Uni<@Nullable String> of(UsageFilter filter) {
        String user = filter.userId();
        String namespace = filter.namespace();
        if (user != null && namespace != null) {
            throw invalid("namespace", "user_id and namespace exclude each other.", ErrorCode.INVALID_VALUE);
        }
        if (user != null) {
            return authPeer.keyUsers(account(filter, "user_id"), user).map(keys -> listed(keys, "user_id", "user"));
        }
        return namespace == null
                ? Uni.createFrom().nullItem()
                : authPeer.keyNamespaces(account(filter, "namespace"), namespace)
                        .map(keys -> listed(keys, "namespace", "namespace"));
    }

    private static String account(UsageFilter filter, String param) {
        String account = filter.accountId();
        if (account == null) {
            throw invalid("account_id", param + " needs account_id as well.", ErrorCode.MISSING_REQUIRED_PARAMETER);
        }
        return account;
    }

    private static String listed(Map<String, String> keys, String param, String what) {
        if (keys.size() > KEYS_MAX) {
            throw invalid(param, "This " + what + " has more than " + KEYS_MAX + " keys.", ErrorCode.INVALID_VALUE);
        }
        return keys.isEmpty() ? NONE : String.join(",", new TreeSet<>(keys.keySet()));
    }

    private static ServiceException invalid(String param, String message, ErrorCode code) {
        return new ServiceException(new ServiceError(code, message, param));
    }
}
