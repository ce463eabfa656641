/// Fetches files from addresses that callers gave, for providers that want the bytes: guarded so that no caller can
/// look by it into the network that the edge stands in (OWASP API7, server-side request forgery), and bounded in
/// size, time and number.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.fetch;
