package dev.tollgate.edge.provider.spi;

import org.jspecify.annotations.Nullable;

/// Pictures to be made, as the caller asked for it.
public interface ImagesBody extends JsonBody {
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

    @Override
    default Operation operation() {
        return Operation.IMAGES;
    }
}
