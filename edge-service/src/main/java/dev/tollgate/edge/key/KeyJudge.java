package dev.tollgate.edge.key;

import dev.tollgate.contract.auth.v1.AccountStatus;
import dev.tollgate.contract.auth.v1.AddressBlock;
import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.auth.v1.KeyStatus;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Judges one request by a key's context: nothing in it is remembered, so that an expiry counts to the second.
final class KeyJudge {
    static final ServiceError UNKNOWN = new ServiceError(ErrorCode.INVALID_API_KEY, "This API key is not valid.");
    static final ServiceError MALFORMED = new ServiceError(
            ErrorCode.INVALID_API_KEY, "This is not an API key of ours: check it for missing or changed characters.");

    private static final String SCOPE = "inference";
    private static final ServiceError DISABLED =
            new ServiceError(ErrorCode.INVALID_API_KEY, "This API key is disabled.");
    private static final ServiceError REVOKED =
            new ServiceError(ErrorCode.INVALID_API_KEY, "This API key was revoked.");
    private static final ServiceError EXPIRED =
            new ServiceError(ErrorCode.API_KEY_EXPIRED, "This API key has expired.");
    private static final ServiceError FROZEN =
            new ServiceError(ErrorCode.ACCOUNT_FROZEN, "The account of this API key is frozen.");
    private static final ServiceError ADDRESS =
            new ServiceError(ErrorCode.IP_NOT_ALLOWED, "This API key may not be used from this address.");
    private static final ServiceError NO_SCOPE =
            new ServiceError(ErrorCode.MISSING_SCOPE, "This API key lacks the scope `" + SCOPE + "`.");

    private KeyJudge() {}

    /// The context's blocks; one that can't be read allows nothing.
    static List<AddressBlock> blocks(KeyContext key) {
        return key.ipAllow().stream()
                .map(AddressBlock::parse)
                .flatMap(Optional::stream)
                .toList();
    }

    /// Why the key may not make this request now, or null.
    ///
    /// @param blocks of [#blocks]
    static @Nullable ServiceError refusal(
            KeyContext key, List<AddressBlock> blocks, String remoteAddress, long nowSeconds) {
        ServiceError status = ofStatus(key.status());
        if (status != null) {
            return status;
        }
        Long expiresAt = key.expiresAt();
        if (expiresAt != null && nowSeconds >= expiresAt) {
            return EXPIRED;
        }
        if (key.accountStatus() == AccountStatus.FROZEN) {
            return FROZEN;
        }
        if (!key.ipAllow().isEmpty() && !contains(blocks, remoteAddress)) {
            return ADDRESS;
        }
        return key.scopes().isEmpty() || key.scopes().contains(SCOPE) ? null : NO_SCOPE;
    }

    private static @Nullable ServiceError ofStatus(KeyStatus status) {
        return switch (status) {
            case ACTIVE -> null;
            case DISABLED -> DISABLED;
            case REVOKED -> REVOKED;
        };
    }

    private static boolean contains(List<AddressBlock> blocks, String address) {
        for (AddressBlock block : blocks) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
