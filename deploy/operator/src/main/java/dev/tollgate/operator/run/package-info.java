/// The process: who leads, what is reconciled, how it is told to be well.
@NullMarked
package dev.tollgate.operator.run;

import org.jspecify.annotations.NullMarked;
