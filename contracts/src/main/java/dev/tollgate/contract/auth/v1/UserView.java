package dev.tollgate.contract.auth.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// A user, as lists show it.
///
/// @param hasPassword whether the user can log in
/// @param emailConfirmed whether the login is an address that was proved to be his
/// @param language of mails and pages: `en` or `zh`
/// @param totp whether a code of an authenticator is asked for at logins
public record UserView(
        String id,
        String object,
        String login,
        String name,
        UserStatus status,
        @JsonProperty("platform_roles") List<PlatformRole> platformRoles,
        @JsonProperty("has_password") boolean hasPassword,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("email_confirmed") boolean emailConfirmed,
        String language,
        boolean totp) {
    public UserView {
        platformRoles = List.copyOf(platformRoles);
    }
}
