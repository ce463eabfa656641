/// OpenAI's shape, as far as several dialects share it: how its answers, usage and errors are read.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.provider.spi.openai;
