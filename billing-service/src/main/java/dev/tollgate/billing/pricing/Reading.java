package dev.tollgate.billing.pricing;

import java.util.List;

/// What came of reading a catalogue file.
sealed interface Reading {
    /// @param fileHash lower-case hex of the file's SHA-256, as routing computes it
    record Read(String fileHash, CataloguePrices prices, CompiledPrices compiled) implements Reading {}

    /// The prices before stay in force.
    ///
    /// @param problems each with line and field
    record Unreadable(List<String> problems) implements Reading {
        public Unreadable {
            problems = List.copyOf(problems);
        }
    }
}
