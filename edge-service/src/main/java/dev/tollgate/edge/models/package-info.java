/// `GET /v1/models`: what the key may use, aliases included, from the snapshot.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.models;
