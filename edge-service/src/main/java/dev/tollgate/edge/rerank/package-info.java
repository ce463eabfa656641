/// `POST /v1/rerank`: what is read of a request to order documents, and what it can consume.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.rerank;
