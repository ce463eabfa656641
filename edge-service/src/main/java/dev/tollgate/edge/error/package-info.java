/// The error envelope, as callers of `/v1` read it in the format that they speak: as a whole answer, and as the last
/// frame of a stream.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.error;
