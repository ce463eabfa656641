/// Jina's dialect: reranking and embeddings, both paid by tokens.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.provider.jina;
