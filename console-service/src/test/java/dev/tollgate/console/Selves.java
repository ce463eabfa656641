package dev.tollgate.console;

import dev.tollgate.contract.auth.v1.AccountRole;
import dev.tollgate.contract.auth.v1.EmailChange;
import dev.tollgate.contract.auth.v1.InvitationCommand;
import dev.tollgate.contract.auth.v1.InvitationView;
import dev.tollgate.contract.auth.v1.MailedToken;
import dev.tollgate.contract.auth.v1.PasswordChange;
import dev.tollgate.contract.auth.v1.PasswordProof;
import dev.tollgate.contract.auth.v1.PasswordReset;
import dev.tollgate.contract.auth.v1.PasswordResetAsk;
import dev.tollgate.contract.auth.v1.ProfileCommand;
import dev.tollgate.contract.auth.v1.RecoveryCodes;
import dev.tollgate.contract.auth.v1.SignupAnswer;
import dev.tollgate.contract.auth.v1.SignupCommand;
import dev.tollgate.contract.auth.v1.SignupResend;
import dev.tollgate.contract.auth.v1.TotpConfirmation;
import dev.tollgate.contract.auth.v1.TotpEnrolment;
import dev.tollgate.contract.auth.v1.TotpRemoval;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.page.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What auth answers about what people do for themselves: the token `spent` is none any more, `acct_1` has the
/// invitation `inv_1`, and the installation `inv_9`.
final class Selves {
    static final String CODE = "abcd-efgh-ijkl-mnop";

    private Selves() {}

    static void on(PeerStub auth) {
        signups(auth);
        profiles(auth);
        invitations(auth);
    }

    private static void signups(PeerStub auth) {
        auth.on("GET", "/signups/options", _ -> Peers.signups)
                .on("POST", "/signups", call -> {
                    call.read(SignupCommand.class);
                    return new SignupAnswer("signup", SignupAnswer.Status.CONFIRM_BY_MAIL);
                })
                .on("POST", "/signups/resend", call -> {
                    call.read(SignupResend.class);
                    return null;
                })
                .on("POST", "/(?:signups/confirm|email-confirmations)", call -> {
                    requireToken(call.read(MailedToken.class).token());
                    return null;
                })
                .on("POST", "/password-resets", call -> {
                    call.read(PasswordResetAsk.class);
                    return null;
                })
                .on("POST", "/password-resets/confirm", call -> {
                    requireToken(call.read(PasswordReset.class).token());
                    return null;
                });
    }

    private static void profiles(PeerStub auth) {
        auth.on("PATCH", "/users/([^/]+)/profile", call -> {
                    call.read(ProfileCommand.class);
                    return Cast.user(call.words().getFirst(), null);
                })
                .on("POST", "/users/([^/]+)/password", call -> {
                    call.read(PasswordChange.class);
                    return null;
                })
                .on("POST", "/users/([^/]+)/email", call -> {
                    call.read(EmailChange.class);
                    return null;
                })
                .on("POST", "/users/([^/]+)/totp", call -> {
                    call.read(PasswordProof.class);
                    return new TotpEnrolment("totp_enrolment", "GEZDGNBV", "otpauth://totp/x");
                })
                .on("POST", "/users/([^/]+)/totp/confirm", call -> {
                    call.read(TotpConfirmation.class);
                    return new RecoveryCodes("recovery_codes", List.of(CODE));
                })
                .on("POST", "/users/([^/]+)/totp/remove", call -> {
                    call.read(TotpRemoval.class);
                    return Cast.user(call.words().getFirst(), null);
                })
                .on(
                        "DELETE",
                        "/users/([^/]+)/totp",
                        call -> Cast.user(call.words().getFirst(), null))
                .on(
                        "GET",
                        "/users/([^/]+)/sessions",
                        _ -> page(Cast.created("session").token()))
                .on("POST", "/users/([^/]+)/sessions/end", _ -> null);
    }

    private static void invitations(PeerStub auth) {
        auth.on(
                        "GET",
                        "/invitations",
                        call -> Peers.found(call, invitation(call.query().get("account_id"))))
                .on("POST", "/invitations", call -> {
                    call.read(InvitationCommand.class);
                    return invitation(call.query().get("account_id"));
                })
                .on("POST", "/invitations/(?:look|accept)", call -> {
                    requireToken(call.read(MailedToken.class).token());
                    return invitation("acct_1");
                })
                .on("POST", "/invitations/([^/]+)/(?:resend|revoke)", call -> {
                    InvitationView view = invitation(call.query().get("account_id"));
                    if (!view.id().equals(call.words().getFirst())) {
                        throw new ServiceException(ErrorCode.NOT_FOUND, "There is no such invitation.");
                    }
                    return view;
                });
    }

    private static void requireToken(@Nullable String token) {
        if ("spent".equals(token)) {
            throw new ServiceException(
                    new ServiceError(ErrorCode.INVALID_VALUE, "token: this link was used.", "token"));
        }
    }

    private static InvitationView invitation(@Nullable String account) {
        return new InvitationView(
                account == null ? "inv_9" : account.replace("acct_", "inv_"),
                "invitation",
                account,
                account == null ? null : "Ada",
                "guest@example.com",
                account == null ? null : AccountRole.MEMBER,
                "user_1",
                InvitationView.Status.PENDING,
                1,
                2);
    }

    private static <T> Page<T> page(T only) {
        return new Page<>("list", List.of(only), "first", "last", true);
    }
}
