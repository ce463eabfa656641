package dev.tollgate.edge.provider.spi;

/// What a chat may carry beyond OpenAI's own words, where a dialect knows it. Of callers who speak another format only
/// what a dialect knows is said to it: a strict provider refuses the rest.
public enum ChatExtra {
    /// Thoughts of earlier turns: `reasoning_content`, `reasoning_details`.
    THOUGHTS,
    /// `thinking`, as Anthropic has it.
    THINKING,
    /// `cache_control` on parts and tools.
    CACHE_MARKS,
    TOP_K
}
