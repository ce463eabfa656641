/// `GET /v1/realtime`: a WebSocket relayed to a provider's, in which each response is an admission of its own.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.realtime;
