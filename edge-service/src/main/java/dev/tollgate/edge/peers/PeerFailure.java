package dev.tollgate.edge.peers;

import jakarta.ws.rs.core.Response;

/// An answer of an inner service that is not a success. Each client maps its answers by [#of]; what the peer said is
/// its own log's matter, callers never see it.
public abstract sealed class PeerFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    private PeerFailure(String message, int status) {
        super(message, null, false, false);
        this.status = status;
    }

    /// The peer's HTTP status.
    public int status() {
        return status;
    }

    static PeerFailure of(Response response) {
        int status = response.getStatus();
        return status >= 500 || status == 429 ? new Unavailable(status) : new Refused(status);
    }

    /// The peer is in trouble: worth a retry of an idempotent call, and counted by the breaker.
    public static final class Unavailable extends PeerFailure {
        private static final long serialVersionUID = 1L;

        Unavailable(int status) {
            super("the peer answered " + status, status);
        }
    }

    /// The peer is well and says no: the same call gets the same answer.
    public static final class Refused extends PeerFailure {
        private static final long serialVersionUID = 1L;

        Refused(int status) {
            super("the peer refused the call: " + status, status);
        }
    }
}
