package dev.tollgate.local.rehearsal;

/// What was asked was not answered as it must be; the message says what came instead.
final class WrongAnswer extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WrongAnswer(String message) {
        super(message);
    }
}
