package dev.tollgate.batch.job;

/// A line that this replica has under way.
///
/// @param tries counted so far
/// @param at where it is in the input file
record TakenLine(
        String batchId,
        int number,
        String endpoint,
        String keyHash,
        String address,
        String inputFileId,
        long at,
        int bytes,
        int tries) {
    /// By which the edge answers and charges it once.
    String name() {
        return batchId + ":" + number;
    }
}
