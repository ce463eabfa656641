/// A chat completion's body: read once and strictly, kept as it came. What we route, limit or bill on becomes a
/// typed view; all else passes untouched.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.chat;
