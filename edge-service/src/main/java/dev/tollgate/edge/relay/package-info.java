/// Hands a provider's answer on as it comes: bytes scanned, not rebuilt; back-pressure both ways; the last byte
/// held back until the request is in the books.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.relay;
