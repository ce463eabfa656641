package dev.tollgate.contract.auth.v1;

import java.util.Map;

/// Whose an account's keys are.
///
/// @param users key → user; keys that are nobody's are left out
public record KeyUsers(Map<String, String> users) {
    public KeyUsers {
        users = Map.copyOf(users);
    }
}
