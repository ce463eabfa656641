/// `GET /v1/openapi.json`: the description of all that is served below `/v1`, compared with it by a test.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.reference;
