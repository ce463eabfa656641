package dev.tollgate.edge.peers;

import java.util.Locale;

/// Every call that the edge makes to an inner service, as metrics and traces name it.
enum PeerCall {
    INTROSPECT("auth"),
    INTROSPECT_WORKLOAD("auth"),
    AUTH_CHANGES("auth", "changes"),
    CATALOGUE("routing"),
    ROUTING_CHANGES("routing", "changes"),
    HEALTH_REPORTS("routing"),
    PERMIT("ratelimit"),
    SLICES("ratelimit"),
    SLICE_RETURNS("ratelimit"),
    CORRECTIONS("ratelimit"),
    RENEWALS("ratelimit"),
    LEASES("billing"),
    USAGE("billing"),
    PRICE_LIST("billing"),
    BILLING_CHANGES("billing", "changes"),
    OPEN_EPOCH("billing"),
    CLOSE_EPOCH("billing"),
    CREDIT("billing"),
    USAGE_RECORD("billing"),
    RECEIPT("billing"),
    RECEIPT_KEYS("billing"),
    PRICE_VERSION("billing");

    private final String peer;
    private final String call;

    PeerCall(String peer) {
        this.peer = peer;
        this.call = name().toLowerCase(Locale.ROOT);
    }

    PeerCall(String peer, String call) {
        this.peer = peer;
        this.call = call;
    }

    /// The service that is called.
    String peer() {
        return peer;
    }

    /// What is asked of it.
    String call() {
        return call;
    }
}
