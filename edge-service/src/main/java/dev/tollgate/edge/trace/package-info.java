/// Traces by OpenTelemetry: spans of attempts at providers with the GenAI names, and what joins them to the request's.
/// The request's own span and those of inner calls are the framework's. Off by default, and then nothing is made.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.trace;
