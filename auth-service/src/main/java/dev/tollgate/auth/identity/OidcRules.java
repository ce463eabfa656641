package dev.tollgate.auth.identity;

import dev.tollgate.auth.internal.Fault;
import dev.tollgate.contract.auth.v1.OidcLogin;
import dev.tollgate.contract.auth.v1.UserView;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.inner.mail.MailAddress;
import org.jspecify.annotations.Nullable;

/// Decides who somebody is whom no identity names yet.
final class OidcRules {
    private static final int TEXT_MAX = 255;

    private OidcRules() {}

    /// Who it is.
    sealed interface Whose {
        /// This user, from now on.
        record Known(UserView user) implements Whose {}

        /// A new user, whose login is the address if the provider has verified it.
        record New(@Nullable String email) implements Whose {}

        /// Nobody.
        record Nobodys() implements Whose {}
    }

    /// @param sameLogin the user whose login is the verified address, or null
    static Whose whose(@Nullable String verifiedEmail, @Nullable UserView sameLogin, OidcConfig config) {
        if (sameLogin != null) {
            return config.linkByEmail() && sameLogin.emailConfirmed()
                    ? new Whose.Known(sameLogin)
                    : new Whose.Nobodys();
        }
        return config.signUp() ? new Whose.New(verifiedEmail) : new Whose.Nobodys();
    }

    /// The address, if the provider says that it is his, and it is one.
    static @Nullable String verifiedEmail(OidcLogin login) {
        String email = login.email();
        return Boolean.TRUE.equals(login.emailVerified()) && email != null && MailAddress.isOne(email) ? email : null;
    }

    /// The first fault, or null.
    static @Nullable ServiceError faultOf(OidcLogin login) {
        ServiceError issuer = faultOf("issuer", login.issuer());
        return issuer != null ? issuer : faultOf("subject", login.subject());
    }

    private static @Nullable ServiceError faultOf(String param, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return Fault.missing(param);
        }
        return text.length() <= TEXT_MAX ? null : Fault.invalid(param, "is too long");
    }
}
