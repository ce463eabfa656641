/// The request's way through the edge, top to bottom in one class, and what carries it: routes, the bounded body,
/// the exchange, and the books kept about it.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.pipeline;
