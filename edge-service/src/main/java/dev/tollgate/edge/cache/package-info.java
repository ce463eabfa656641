/// Answers that are given again: what an account was answered is kept for a while in Redis, where its group's
/// `cache` in the catalogue says so, and given again to the same account for the same request, for a part of the
/// price (docs/adr/0052). A *recording* gathers an answer while it is relayed; its *place* is where it lies, by a name
/// and under a key that only the same request of the same account leads to. The cache never fails a request: a Redis
/// that is slow or away is a miss.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.cache;
