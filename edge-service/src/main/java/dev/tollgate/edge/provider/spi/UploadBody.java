package dev.tollgate.edge.provider.spi;

import java.util.List;

/// A body that is a multipart form with files.
public non-sealed interface UploadBody extends CallBody {
    /// In the caller's order, its files among them.
    List<UpstreamBody.Part> parts();
}
