package dev.tollgate.edge.realtime;

import dev.tollgate.contract.error.ServiceError;

/// What the admission of one answer of a session ends in.
sealed interface Begun {
    /// Its books are open.
    record Admitted(Turn turn) implements Begun {}

    /// Not now; the session goes on.
    record Limited(ServiceError error) implements Begun {}

    /// It cannot be paid for or recorded: the session ends.
    record Impossible(ServiceError error) implements Begun {}
}
