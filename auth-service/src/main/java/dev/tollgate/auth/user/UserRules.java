package dev.tollgate.auth.user;

import dev.tollgate.auth.account.AccountRules;
import dev.tollgate.auth.internal.Fault;
import dev.tollgate.contract.auth.v1.PlatformRole;
import dev.tollgate.contract.auth.v1.UserCommand;
import dev.tollgate.contract.error.ServiceError;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a user's fields may be. Each fault names its field.
final class UserRules {
    private static final Pattern LOGIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._%+@-]{1,253}");

    private UserRules() {}

    /// The first fault of a new user, or null.
    static @Nullable ServiceError faultOfNew(UserCommand command) {
        String login = command.login();
        if (login == null) {
            return Fault.missing("login");
        }
        if (!LOGIN.matcher(login).matches()) {
            return Fault.invalid("login", "must be an e-mail address, or 2 to 254 letters, digits, dots or dashes");
        }
        ServiceError name = AccountRules.nameFault(command.name(), true);
        return name != null ? name : fault(command);
    }

    /// The first fault of a change, or null.
    static @Nullable ServiceError faultOfChange(UserCommand command) {
        if (command.login() != null) {
            return Fault.invalid("login", "can't be changed");
        }
        ServiceError name = AccountRules.nameFault(command.name(), false);
        return name != null ? name : fault(command);
    }

    private static @Nullable ServiceError fault(UserCommand command) {
        String password = command.password();
        ServiceError guessable = password == null ? null : PasswordRules.faultOf("password", password, command.login());
        if (guessable != null) {
            return guessable;
        }
        List<PlatformRole> roles = command.platformRoles();
        return roles != null && roles.stream().anyMatch(Objects::isNull)
                ? Fault.invalid("platform_roles", "must be OPERATOR or AUDITOR")
                : null;
    }
}
