/// Who is calling: from an `Authorization` header to a key context, or why not.
///
/// Verdicts of auth are cached by the hash of the key and judged here, each request, by time, address and scope. A
/// *known* key is one that auth vouched for, an *unknown* one a hash that auth does not have; an answer is
/// *outdated* when it was read before the last change of what it speaks of (rules 12).
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.key;
