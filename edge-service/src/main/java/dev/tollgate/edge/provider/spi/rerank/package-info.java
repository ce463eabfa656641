/// Reranking, as far as its dialects share it: their answers are nearly the same.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.provider.spi.rerank;
