/// The boundaries of the suite as ArchUnit rules, run by the tests of each module.
@NullMarked
package dev.tollgate.local.architecture;

import org.jspecify.annotations.NullMarked;
