package dev.tollgate.edge.fetch;

import dev.tollgate.edge.provider.spi.FetchedFile;
import java.util.Map;

/// What fetching the files of a request ends in.
public sealed interface Fetching {
    /// @param files by the address that the caller gave
    record Fetched(Map<String, FetchedFile> files) implements Fetching {}

    /// The caller's fault, or its file's: told without a word about what answered there, or whether anything did.
    ///
    /// @param address as the caller gave it; of too many, the first that is one too many
    record Refused(String address, String message) implements Fetching {}

    /// Too much is being fetched at the moment.
    record Busy() implements Fetching {}
}
