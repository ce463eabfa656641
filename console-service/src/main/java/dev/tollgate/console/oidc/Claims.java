package dev.tollgate.console.oidc;

import dev.tollgate.contract.auth.v1.OidcLogin;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Who the provider says has come.
///
/// @param emailVerified null when the provider does not say
record Claims(
        String issuer,
        String subject,
        @Nullable String email,
        @Nullable Boolean emailVerified,
        @Nullable String name) {
    /// Claims by their names, null where there is none.
    interface Source extends UnaryOperator<@Nullable String> {}

    /// The ID token's word; for the address, which many a provider tells only when it is asked for the user, also the
    /// answer to that. An address and whether it is verified come from one of the two.
    static Claims of(String issuer, String subject, Source token, Source user) {
        Source address = token.apply("email") != null && token.apply("email_verified") != null ? token : user;
        String name = first(token.apply("name"), user.apply("name"));
        return new Claims(
                issuer,
                subject,
                address.apply("email"),
                flag(address.apply("email_verified")),
                first(name, first(token.apply("preferred_username"), user.apply("preferred_username"))));
    }

    /// An address that the provider itself does not believe: whoever typed it would be taken for its owner. Null when
    /// there is nothing against him.
    @Nullable
    Problem problem() {
        return Boolean.FALSE.equals(emailVerified) ? Problem.UNVERIFIED : null;
    }

    OidcLogin login(String language) {
        return new OidcLogin(issuer, subject, email, emailVerified, name, language);
    }

    /// Some providers write it as a text.
    private static @Nullable Boolean flag(@Nullable String text) {
        return text == null ? null : Boolean.valueOf(text);
    }

    private static @Nullable String first(@Nullable String one, @Nullable String other) {
        return one == null || one.isBlank() ? other : one;
    }
}
