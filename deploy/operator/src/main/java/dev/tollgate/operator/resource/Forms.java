package dev.tollgate.operator.resource;

/// What texts of the resources look like; the catalogue file's own forms.
final class Forms {
    static final String DURATION = "^[0-9]{1,9}(ms|s|m|h)$";
    static final String ID = "^[a-z0-9][a-z0-9._-]{0,63}$";
    static final String MODEL = "^[A-Za-z0-9][A-Za-z0-9._/:@-]{0,127}$";
    static final String DECIMAL = "^[0-9]{1,9}(\\.[0-9]{1,9})?$";
    /// A DNS label, as namespaces are named.
    static final String LABEL = "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$";
    /// A DNS name, as Secrets are named.
    static final String NAME = "^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$";

    static final String READY_PATH = ".status.conditions[?(@.type==\"Ready\")].status";
    static final String REASON_PATH = ".status.conditions[?(@.type==\"Ready\")].reason";
    static final String ID_STAYS = "has(self.id) == has(oldSelf.id) && (!has(self.id) || self.id == oldSelf.id)";
    static final String ID_STAYS_MESSAGE = "id never changes: make another object";

    private Forms() {}
}
