/// Batches: their input is validated, their lines are asked of the edge for the key that made them, each once, and
/// what becomes of them is written into files.
@org.jspecify.annotations.NullMarked
package dev.tollgate.batch.job;
