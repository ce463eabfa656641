package dev.tollgate.auth.key;

import dev.tollgate.auth.account.AccountRules;
import dev.tollgate.auth.internal.Fault;
import dev.tollgate.contract.auth.v1.AddressBlock;
import dev.tollgate.contract.auth.v1.KeyCommand;
import dev.tollgate.contract.auth.v1.KeyStatus;
import dev.tollgate.contract.auth.v1.RotateKey;
import dev.tollgate.contract.error.ServiceError;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a key's fields may be. Each fault names its field.
final class KeyRules {
    static final long GRACE_SECONDS_MAX = 30L * 24 * 3600;

    private static final long EXPIRY_MAX = 253_402_300_799L;
    private static final int SCOPES_MAX = 32;
    private static final int MODELS_MAX = 1_000;
    private static final int BLOCKS_MAX = 100;
    private static final int SPEND_LIMITS_MAX = 16;
    private static final Pattern SCOPE = Pattern.compile("[a-z][a-z0-9_.:-]{0,63}");
    private static final Pattern MODEL = Pattern.compile("\\S{1,200}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private KeyRules() {}

    /// The first fault of a new key, or null.
    static @Nullable ServiceError faultOfNew(KeyCommand command, Instant now) {
        if (command.accountId() == null || command.accountId().isBlank()) {
            return Fault.missing("account_id");
        }
        Long expiry = command.expiresAt();
        if (expiry != null && expiry != 0 && expiry <= now.getEpochSecond()) {
            return Fault.invalid("expires_at", "must be in the future");
        }
        return first(AccountRules.nameFault(command.name(), true), faultOfChange(command));
    }

    /// The first fault of a change, or null.
    static @Nullable ServiceError faultOfChange(KeyCommand command) {
        String group = command.group();
        return first(
                AccountRules.nameFault(command.name(), false),
                group == null || group.isEmpty() ? null : AccountRules.groupFault(group),
                command.status() == KeyStatus.REVOKED
                        ? Fault.invalid("status", "must be ACTIVE or DISABLED; revocation is a call of its own")
                        : null,
                expiryFault(command.expiresAt()),
                userFault(command.userId()),
                listFault("scopes", command.scopes(), SCOPES_MAX, text -> SCOPE.matcher(text)
                        .matches()),
                listFault("models", command.models(), MODELS_MAX, text -> MODEL.matcher(text)
                        .matches()),
                listFault("ip_allow", command.ipAllow(), BLOCKS_MAX, text -> AddressBlock.parse(text)
                        .isPresent()),
                listFault("spend_limit_ids", command.spendLimitIds(), SPEND_LIMITS_MAX, text -> ID.matcher(text)
                        .matches()));
    }

    static @Nullable ServiceError faultOf(RotateKey command) {
        long grace = command.graceSeconds();
        return grace >= 0 && grace <= GRACE_SECONDS_MAX
                ? null
                : Fault.invalid("grace_seconds", "must be from 0 to " + GRACE_SECONDS_MAX);
    }

    private static @Nullable ServiceError expiryFault(@Nullable Long expiry) {
        return expiry == null || (expiry >= 0 && expiry <= EXPIRY_MAX)
                ? null
                : Fault.invalid("expires_at", "must be Unix seconds, or 0 for never");
    }

    private static @Nullable ServiceError userFault(@Nullable String userId) {
        return userId == null || userId.isEmpty() || ID.matcher(userId).matches()
                ? null
                : Fault.invalid("user_id", "must be a user's id, or empty for nobody's");
    }

    private static @Nullable ServiceError listFault(
            String param, @Nullable List<@Nullable String> items, int max, Predicate<String> isValid) {
        if (items == null) {
            return null;
        }
        if (items.size() > max) {
            return Fault.invalid(param, "must have at most " + max + " entries");
        }
        for (int i = 0; i < items.size(); i++) {
            String item = items.get(i);
            if (item == null || !isValid.test(item)) {
                return Fault.invalid(param + "[" + i + "]", "not a valid value");
            }
        }
        return null;
    }

    private static @Nullable ServiceError first(@Nullable ServiceError... faults) {
        return Stream.of(faults).filter(fault -> fault != null).findFirst().orElse(null);
    }
}
