package dev.tollgate.auth.signup;

import dev.tollgate.auth.account.AccountRules;
import dev.tollgate.auth.internal.Fault;
import dev.tollgate.auth.mail.Language;
import dev.tollgate.auth.user.PasswordRules;
import dev.tollgate.contract.auth.v1.SignupCommand;
import dev.tollgate.contract.auth.v1.SignupMode;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.inner.mail.MailAddress;
import org.jspecify.annotations.Nullable;

/// What a sign-up may be, and when there may be one. Each fault names its field.
public final class SignupRules {
    private SignupRules() {}

    /// The first fault, or null.
    static @Nullable ServiceError faultOf(SignupCommand command) {
        ServiceError email = emailFault("email", command.email());
        if (email != null) {
            return email;
        }
        ServiceError password = PasswordRules.faultOf("password", command.password(), command.email());
        if (password != null) {
            return password;
        }
        ServiceError name = AccountRules.nameFault(command.name(), true);
        return name != null ? name : Language.faultOf(command.language());
    }

    /// An address is needed.
    public static @Nullable ServiceError emailFault(String param, @Nullable String email) {
        if (email == null) {
            return Fault.missing(param);
        }
        return MailAddress.isOne(email) ? null : Fault.invalid(param, "must be an e-mail address");
    }

    /// Why nobody signs up like this here, or null.
    static @Nullable ServiceError refusal(SignupMode mode, boolean isInvited) {
        return switch (mode) {
            case OPEN -> null;
            case INVITATION ->
                isInvited
                        ? null
                        : new ServiceError(ErrorCode.CONFLICT, "Who signs up here has to be invited.", "invitation");
            case OFF ->
                new ServiceError(ErrorCode.CONFLICT, "Nobody signs up here by himself: ask the operators for a login.");
        };
    }
}
