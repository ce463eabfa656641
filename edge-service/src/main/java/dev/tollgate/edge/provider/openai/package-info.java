/// The OpenAI dialect, at any base URL: OpenAI itself and the many that speak like it, each with its own way of
/// counting.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.provider.openai;
