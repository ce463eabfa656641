package dev.tollgate.auth.token;

import dev.tollgate.auth.account.AccountRules;
import dev.tollgate.auth.internal.Fault;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.auth.v1.TokenCommand;
import dev.tollgate.contract.error.ServiceError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a token's fields may be. Each fault names its field.
final class TokenRules {
    private static final int DEVICE_MAX = 200;

    private TokenRules() {}

    /// What a session says of the program it was opened with: printable, and not long.
    static @Nullable String device(@Nullable String agent) {
        if (agent == null || agent.isBlank()) {
            return null;
        }
        String plain = agent.replaceAll("[^\\x20-\\x7E]", "").strip();
        return plain.length() > DEVICE_MAX ? plain.substring(0, DEVICE_MAX) : plain;
    }

    /// The first fault, or null.
    static @Nullable ServiceError faultOf(TokenCommand command, Instant now, Duration longest) {
        ServiceError name = AccountRules.nameFault(command.name(), true);
        if (name != null) {
            return name;
        }
        List<String> scopes = command.scopes();
        if (scopes == null || scopes.isEmpty()) {
            return Fault.missing("scopes");
        }
        if (scopes.size() > Permission.values().length) {
            return Fault.invalid("scopes", "names a scope twice");
        }
        for (int i = 0; i < scopes.size(); i++) {
            String scope = scopes.get(i);
            if (scope == null || Permission.of(scope).isEmpty()) {
                return Fault.invalid("scopes[" + i + "]", "there is no such scope");
            }
        }
        Long expiry = command.expiresAt();
        boolean fits = expiry == null
                || (expiry > now.getEpochSecond() && expiry <= now.plus(longest).getEpochSecond());
        return fits
                ? null
                : Fault.invalid("expires_at", "must be in the future, by at most " + longest.toDays() + " days");
    }
}
