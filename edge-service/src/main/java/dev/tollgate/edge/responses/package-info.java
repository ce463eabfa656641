/// `POST /v1/responses`: what is read of a request for a response, what it can consume, and how it is said as
/// a chat to providers that know no responses. *State* is what only a provider keeps: a stored response,
/// sealed thoughts.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.responses;
