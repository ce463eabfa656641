package dev.tollgate.contract.http;

/// Redis pub/sub channels. A message is only a door bell that carries a revision: the truth is always asked for at
/// the change feed, so that a lost message costs half a second and nothing else (rules 12).
public final class Channels {
    public static final String AUTH_CHANGES = "tollgate:changes:auth";
    public static final String ROUTING_CHANGES = "tollgate:changes:routing";
    public static final String BILLING_CHANGES = "tollgate:changes:billing";

    private Channels() {}
}
