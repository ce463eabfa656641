package dev.tollgate.auth.account;

import dev.tollgate.auth.internal.Fault;
import dev.tollgate.contract.auth.v1.AccountCommand;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an account's fields may be. Groups are names here: whether one exists is the catalogue's to say.
public final class AccountRules {
    static final String DEFAULT_GROUP = "default";

    private static final int NAME_MAX = 200;
    private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private AccountRules() {}

    /// The first fault, or null.
    static @Nullable ServiceError faultOf(AccountCommand command, boolean isNew) {
        ServiceError fault = nameFault(command.name(), isNew);
        return fault != null ? fault : groupFault(command.group());
    }

    /// A name is needed at creation, and never blank.
    public static @Nullable ServiceError nameFault(@Nullable String name, boolean isNew) {
        if (name == null) {
            return isNew ? Fault.missing("name") : null;
        }
        boolean fits = !name.isBlank() && name.length() <= NAME_MAX;
        return fits ? null : Fault.invalid("name", "must have from 1 to " + NAME_MAX + " characters");
    }

    /// A 400 that names who is no member.
    public static ServiceException notAMember(String userId) {
        return new ServiceException(Fault.invalid("user_id", "no member of the account is " + userId));
    }

    /// Null is no fault.
    public static @Nullable ServiceError groupFault(@Nullable String group) {
        boolean fits = group == null || GROUP.matcher(group).matches();
        return fits ? null : Fault.invalid("group", "must be 1 to 64 letters, digits, dots, dashes or underscores");
    }
}
