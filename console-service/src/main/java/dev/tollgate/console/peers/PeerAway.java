package dev.tollgate.console.peers;

/// A peer that failed or refused our token: not the caller's fault, worth another try, and what opens a breaker.
public final class PeerAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PeerAway(String message) {
        super(message, null, false, false);
    }
}
