/// Writes chat completions in OpenAI's shape, for dialects whose answers have to be translated.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.provider.spi.chat;
