package dev.tollgate.edge.provider.spi;

import org.jspecify.annotations.Nullable;

/// The pictures that a caller asks for, as far as it decides what those that come count.
public interface Pictures {
    /// How many are wanted.
    int count();

    /// Thousandths of a standard image that one which came counts.
    ///
    /// @param size as the answer tells it, or null
    /// @param quality as the answer tells it, or null
    long milliImages(@Nullable String size, @Nullable String quality);

    /// Output tokens that one which came likely took: for when no usage is told. None where tokens cost nothing.
    ///
    /// @param size as the answer tells it, or null
    /// @param quality as the answer tells it, or null
    long likelyTokens(@Nullable String size, @Nullable String quality);

    /// The same, of a draft on the way to one.
    long draftTokens();
}
