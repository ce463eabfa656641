package dev.tollgate.contract.billing.v1;

/// How far an account may go below zero; 0 for prepaid accounts.
///
/// @param overdraft nano-credits, a decimal string, not negative
public record Overdraft(String overdraft) {}
