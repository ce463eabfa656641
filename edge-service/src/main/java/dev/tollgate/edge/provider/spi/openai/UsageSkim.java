package dev.tollgate.edge.provider.spi.openai;

import org.jspecify.annotations.Nullable;

/// Reads the counts of a `usage` object without building anything: each answer has one. What it does not expect (a
/// fraction, a number as text, an escaped name) is for a parser.
final class UsageSkim {
    private static final int DIGITS_MAX = 18;

    private final byte[] bytes;
    private final JsonWalk walk;
    private boolean unusual;
    private boolean tells;
    private long prompt;
    private long cached;
    private long cachedBeside;
    private long cacheHit;
    private long written;
    private long audioIn;
    private long imageIn;
    private long completion;
    private long reasoning;
    private long audioOut;

    private UsageSkim(byte[] bytes) {
        this.bytes = bytes;
        this.walk = new JsonWalk(bytes, bytes.length);
    }

    /// @param usage an object that [JsonSkim] has found
    /// @return null when a parser must read it
    static OpenAiUsage.@Nullable Told read(byte[] usage) {
        UsageSkim skim = new UsageSkim(usage);
        skim.unusual = skim.escapes();
        skim.walk.each(0, skim::member);
        return skim.unusual || !skim.tells ? null : skim.told();
    }

    private boolean escapes() {
        for (byte b : bytes) {
            if (b == '\\') {
                return true;
            }
        }
        return false;
    }

    private OpenAiUsage.Told told() {
        return new OpenAiUsage.Told(
                prompt,
                Math.max(cached, Math.max(cacheHit, cachedBeside)),
                written,
                audioIn,
                imageIn,
                completion,
                reasoning,
                audioOut);
    }

    private void member(int nameStart, int nameEnd, int start, int end) {
        if (walk.named("prompt_tokens", nameStart, nameEnd)) {
            tells = true;
            prompt = count(start, end);
        } else if (walk.named("completion_tokens", nameStart, nameEnd)) {
            completion = count(start, end);
        } else if (walk.named("prompt_cache_hit_tokens", nameStart, nameEnd)) {
            cacheHit = count(start, end);
        } else if (walk.named("cached_tokens", nameStart, nameEnd)) {
            cachedBeside = count(start, end);
        } else if (walk.named("prompt_tokens_details", nameStart, nameEnd)) {
            walk.each(start, this::ofInput);
        } else if (walk.named("completion_tokens_details", nameStart, nameEnd)) {
            walk.each(start, this::ofOutput);
        }
    }

    private void ofInput(int nameStart, int nameEnd, int start, int end) {
        if (walk.named("cached_tokens", nameStart, nameEnd)) {
            cached = count(start, end);
        } else if (walk.named("cache_write_tokens", nameStart, nameEnd)) {
            written = count(start, end);
        } else if (walk.named("audio_tokens", nameStart, nameEnd)) {
            audioIn = count(start, end);
        } else if (walk.named("image_tokens", nameStart, nameEnd)) {
            imageIn = count(start, end);
        }
    }

    private void ofOutput(int nameStart, int nameEnd, int start, int end) {
        if (walk.named("reasoning_tokens", nameStart, nameEnd)) {
            reasoning = count(start, end);
        } else if (walk.named("audio_tokens", nameStart, nameEnd)) {
            audioOut = count(start, end);
        }
    }

    private long count(int start, int end) {
        if (bytes[start] == 'n') {
            return 0;
        }
        long count = 0;
        unusual |= end - start > DIGITS_MAX;
        for (int i = start; i < end && !unusual; i++) {
            unusual = bytes[i] < '0' || bytes[i] > '9';
            count = count * 10 + bytes[i] - '0';
        }
        return count;
    }
}
