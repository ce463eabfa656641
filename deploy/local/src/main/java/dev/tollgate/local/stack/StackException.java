package dev.tollgate.local.stack;

import org.jspecify.annotations.Nullable;

/// The stack cannot do what was asked; the message is one line for a person.
public final class StackException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StackException(String message) {
        super(message);
    }

    public StackException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
