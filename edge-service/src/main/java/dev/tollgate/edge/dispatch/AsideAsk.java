package dev.tollgate.edge.dispatch;

import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.provider.spi.CallBody;
import org.jspecify.annotations.Nullable;

/// A call that no caller waits for.
///
/// @param body what is said; of a `path`, only who says it
/// @param outputBound tokens to send upstream, or null for the body's own
/// @param modelBound most output tokens of one answer of the model
/// @param path read below the provider's address in place of saying anything; null to say it
/// @param millisMax for the whole call
/// @param bytesMax of its answer
public record AsideAsk(
        Target target,
        CallBody body,
        @Nullable Long outputBound,
        long modelBound,
        @Nullable String path,
        long millisMax,
        long bytesMax) {}
