/// Anthropic's Messages dialect: chat completions translated into it, and its answers back. Histories that it
/// refuses are repaired; what it cannot do is a 400 that names the parameter, or dropped, as docs/providers.md has
/// it.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.provider.anthropic;
