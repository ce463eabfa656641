package dev.tollgate.contract.auth.v1;

/// What a page must know before it asks anybody to sign up.
///
/// @param mail whether mails are sent: without them nobody signs up, resets a password or is invited
public record SignupOptions(String object, SignupMode mode, boolean mail) {}
