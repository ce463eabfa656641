/// Clients of the inner services: how the edge calls them, and how it follows their changes.
///
/// One class per peer (`AuthPeer`, `RoutingPeer`, `RatelimitPeer`, `BillingPeer`) holds the Fault Tolerance
/// annotations and wraps one package-private typed REST client; [AuthPeer] is the pattern for the others. Callers on
/// the Vert.x pipeline turn a call into a future by [PeerCalls]. A [ChangeFeed] follows one service's revisions
/// (rules 12).
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.peers;
