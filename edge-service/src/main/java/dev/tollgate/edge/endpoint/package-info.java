/// What an endpoint of `/v1` is that a model answers: a typed view over the caller's request, what it can consume
/// at the most, and nothing else. The way through the edge is the same for all (`edge.pipeline`).
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.endpoint;
