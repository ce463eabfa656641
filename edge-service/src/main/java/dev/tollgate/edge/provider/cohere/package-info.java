/// Cohere's dialect: reranking by its version 2.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.provider.cohere;
