/// Stand-ins for model providers: what they share (scripts by model name, faults, pace, the log that tests read). Each
/// dialect is a package below, with one [Fake] that the demo provider mounts.
@NullMarked
package dev.tollgate.local.fake;

import org.jspecify.annotations.NullMarked;
