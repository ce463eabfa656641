/// Mistral's dialect: OpenAI's shape, but that a field which it does not know is refused, that thoughts are parts of
/// the content, and that turns and calls have forms of their own.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.provider.mistral;
