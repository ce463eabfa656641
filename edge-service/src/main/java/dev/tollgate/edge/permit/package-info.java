/// Rate limits as the edge sees them: small ones are asked for per request, large ones are spent from slices.
///
/// A *permit* is one request's admission by all of its limits; a *slice* is a part of a large limit, this edge's for at
/// most 200 ms; a *slot* is one place of a large concurrency limit, this edge's until it is released (rules 15, 16).
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.permit;
