package dev.tollgate.contract.auth.v1;

/// What a key was made for, where a person did not make it for himself.
public enum KeyPurpose {
    /// The Console's playground: short-lived, and not listed any more when it has ended.
    PLAYGROUND
}
