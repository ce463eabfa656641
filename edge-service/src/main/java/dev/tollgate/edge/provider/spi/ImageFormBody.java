package dev.tollgate.edge.provider.spi;

/// Pictures to be made of those that the caller has sent ([Operation#IMAGE_EDITS], [Operation#IMAGE_VARIATIONS]).
public interface ImageFormBody extends UploadBody {
    Pictures pictures();
}
