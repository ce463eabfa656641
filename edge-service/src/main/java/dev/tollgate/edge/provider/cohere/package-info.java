/// Cohere's dialect: reranking and embeddings by its version 2.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.provider.cohere;
