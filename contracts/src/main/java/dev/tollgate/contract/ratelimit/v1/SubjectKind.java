package dev.tollgate.contract.ratelimit.v1;

/// What a limit is on. Keys and accounts share a Redis slot; groups and models have their own (rules 16).
public enum SubjectKind {
    KEY,
    ACCOUNT,
    GROUP,
    MODEL
}
