/// `/v1/files` and `/v1/batches`: authenticated here, answered by batch, streamed through both ways.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.batch;
