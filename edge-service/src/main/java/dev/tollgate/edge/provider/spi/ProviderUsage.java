package dev.tollgate.edge.provider.spi;

/// Units that a provider reports, made disjoint by its adapter: each is counted in exactly one class.
///
/// @param input neither read from nor written to the provider's cache
/// @param output neither reasoning nor audio
public record ProviderUsage(
        long input,
        long cachedInput,
        long cacheWrite,
        long audioInput,
        long imageInput,
        long output,
        long reasoning,
        long audioOutput) {
    /// All input, whatever its class.
    public long totalInput() {
        return input + cachedInput + cacheWrite + audioInput + imageInput;
    }

    /// All output, whatever its class.
    public long totalOutput() {
        return output + reasoning + audioOutput;
    }
}
