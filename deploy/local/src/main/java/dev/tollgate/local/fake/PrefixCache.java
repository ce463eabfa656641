package dev.tollgate.local.fake;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// A provider's prompt cache, as OpenAI describes its own: prompts of 1,024 tokens and more are kept in blocks of 128
/// for some minutes after their last use, each credential's apart, and a prompt is read from it as far as its
/// beginning is known block by block. Used on one event loop.
public final class PrefixCache {

    private static final int BLOCK_TOKENS = 128;
    private static final int BLOCK_BYTES = 4 * BLOCK_TOKENS;
    private static final int LEAST_TOKENS = 1_024;
    private static final int BLOCKS_MAX = 200_000;
    private static final long KEPT_NANOS = 300_000_000_000L;

    private record Block(String credential, long chain) {}

    private final Map<Block, Long> usedAt = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Block, Long> eldest) {
            return size() > BLOCKS_MAX;
        }
    };

    /// Reads a prompt, and keeps it.
    ///
    /// @param prompt all of it, in the order in which it is read: tools, then messages
    /// @return tokens that were read from the cache
    public long read(String credential, String prompt) {
        byte[] bytes = prompt.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < 4 * LEAST_TOKENS) {
            return 0;
        }
        long now = System.nanoTime();
        long chain = 1;
        long known = 0;
        boolean reading = true;
        for (int from = 0; from + BLOCK_BYTES <= bytes.length; from += BLOCK_BYTES) {
            chain = chain * 1_000_003 + Arrays.hashCode(Arrays.copyOfRange(bytes, from, from + BLOCK_BYTES));
            Long used = usedAt.put(new Block(credential, chain), now);
            reading = reading && used != null && now - used < KEPT_NANOS;
            known += reading ? BLOCK_TOKENS : 0;
        }
        return known < LEAST_TOKENS ? 0 : known;
    }
}
