package dev.tollgate.console.team;

import dev.tollgate.console.web.Form;
import dev.tollgate.contract.auth.v1.AccountRole;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import java.util.Arrays;

/// The role that a form's choice tells.
final class Roles {
    private Roles() {}

    /// @throws ServiceException 400, when it is none of those that were offered
    static AccountRole of(Form form) {
        String chosen = form.value("role");
        return Arrays.stream(AccountRole.values())
                .filter(role -> role.name().equals(chosen))
                .findFirst()
                .orElseThrow(() -> new ServiceException(
                        new ServiceError(ErrorCode.INVALID_VALUE, "role must be OWNER, MEMBER or BILLING.", "role")));
    }
}
