/// Chat by DeepSeek: OpenAI's shape, but for its thinking mode, its usage and what it leaves out.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.provider.deepseek;
