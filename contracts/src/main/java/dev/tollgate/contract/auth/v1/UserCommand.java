package dev.tollgate.contract.auth.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Creates or changes a user; on a change, null leaves a field as it is. `login` is read at creation only.
///
/// @param password stored as a slow hash; null at creation: only tokens made by others work
public record UserCommand(
        @Nullable String login,
        @Nullable String name,
        @Nullable String password,
        @Nullable UserStatus status,
        @JsonProperty("platform_roles") @Nullable List<PlatformRole> platformRoles) {
    @Override
    public String toString() {
        return "UserCommand[" + login + "]";
    }
}
