/// Lines of batches at the edge: requests like all others, asked by batch in the name of the key that made the batch.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.line;
