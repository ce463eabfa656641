package dev.tollgate.routing.credential;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a credential comes from, as the catalogue file writes it: `env:NAME`, `file:/path`, `managed` or `none`.
public sealed interface CredentialReference {
    /// An environment variable, read at routing's start.
    record Env(String name) implements CredentialReference {}

    /// A file, read again when it changes.
    record File(String path) implements CredentialReference {}

    /// Set by the management API.
    record Managed() implements CredentialReference {}

    /// The provider takes none.
    record None() implements CredentialReference {}

    Pattern ENV_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

    /// Reads a reference; null when it has another form.
    static @Nullable CredentialReference parse(String text) {
        if (text.equals("managed")) {
            return new Managed();
        }
        if (text.equals("none")) {
            return new None();
        }
        if (text.startsWith("env:") && ENV_NAME.matcher(text.substring(4)).matches()) {
            return new Env(text.substring(4));
        }
        if (text.startsWith("file:/") && text.length() <= 1024) {
            return new File(text.substring(5));
        }
        return null;
    }

    /// As the catalogue file writes it.
    default String text() {
        return switch (this) {
            case Env env -> "env:" + env.name();
            case File file -> "file:" + file.path();
            case Managed _ -> "managed";
            case None _ -> "none";
        };
    }

    /// What a caller is told to set, or null when nothing is needed.
    default @Nullable String hint(String provider) {
        return switch (this) {
            case Env env -> env.name();
            case File _ -> "the credential file of " + provider;
            case Managed _ -> "the credential of " + provider;
            case None _ -> null;
        };
    }
}
