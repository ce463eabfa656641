package dev.tollgate.billing.mail;

/// What is to be written to an account.
///
/// @param topic what it tells of, told once
public record Letter(String topic, String subject, String content) {}
