package dev.tollgate.contract.auth.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// A user, as lists show it.
///
/// @param hasPassword whether the user can log in
public record UserView(
        String id,
        String object,
        String login,
        String name,
        UserStatus status,
        @JsonProperty("platform_roles") List<PlatformRole> platformRoles,
        @JsonProperty("has_password") boolean hasPassword,
        @JsonProperty("created_at") long createdAt) {
    public UserView {
        platformRoles = List.copyOf(platformRoles);
    }
}
