package dev.tollgate.contract.billing.v1;

/// What a payment provider is told of an event that was taken in.
///
/// @param outcome `booked`, `noted`, `ignored`, `duplicate` or `unfit`
public record WebhookAnswer(String id, String object, String outcome) {}
