package dev.tollgate.edge.provider.spi;

/// Pictures to be made or changed ([Operation#IMAGES], [Operation#IMAGE_EDITS]), as the caller asked for it.
public interface ImagesBody extends JsonBody {
    Pictures pictures();
}
