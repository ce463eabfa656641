/// `POST /v1/embeddings`: what is read of a request for vectors, and what it can consume.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.embeddings;
