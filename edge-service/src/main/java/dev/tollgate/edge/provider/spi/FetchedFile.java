package dev.tollgate.edge.provider.spi;

/// What stood at an address that the caller gave.
///
/// @param mediaType without parameters: `image/png`
/// @param bytes not to be changed
@SuppressWarnings("ArrayRecordComponent") // Never compared, and too large to be copied.
public record FetchedFile(String mediaType, byte[] bytes) {
    @Override
    public String toString() {
        return "FetchedFile[" + mediaType + ", " + bytes.length + " bytes]";
    }
}
