package dev.tollgate.contract.change;

/// What a change is about.
public enum ChangeKind {
    KEY,
    ACCOUNT,
    GROUP,
    CATALOGUE,
    PRICE_LIST,
    /// Edges give back what they do not need of the account's credit at once (rules 5 and 6).
    RECALL
}
