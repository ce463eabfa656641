package dev.tollgate.billing.lease;

import java.util.Locale;

/// Who ended a lease.
public enum ClosedBy {
    OWNER,
    /// A later epoch of the same edge, once it has shipped what its predecessor left.
    SUCCESSOR,
    OPERATOR,
    EXPIRY;

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}
