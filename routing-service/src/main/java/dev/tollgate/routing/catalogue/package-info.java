/// The catalogue file: watched, read with line numbers, checked whole, laid under what management declares, and
/// compiled with it to the snapshot that edges hold.
///
/// Invariants: the snapshot in force always came from a file without problems; of what is managed nothing changes but
/// in a transaction that publishes the catalogue with it; a version is published once, in the
/// transaction that takes the next revision; the reader and the compiler are pure.
@NullMarked
package dev.tollgate.routing.catalogue;

import org.jspecify.annotations.NullMarked;
