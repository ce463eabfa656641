/// Chat by Moonshot (Kimi): OpenAI's shape, but for its sampling, its thinking models and its usage.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.provider.moonshot;
