package dev.tollgate.console.login;

/// What a caller shows.
public sealed interface Credential {
    /// A token of the configuration: the first operator's.
    ///
    /// @param actor as the audit log names it
    record AdminToken(String actor) implements Credential {}

    /// A personal access token, or a session's, by its hash; whose it is, auth knows.
    record AccessToken(String hash) implements Credential {}
}
