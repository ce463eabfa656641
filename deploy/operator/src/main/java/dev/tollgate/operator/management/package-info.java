/// The console's management API, as the operator calls it: the same that people and scripts use, with a token
/// of its own, so that the same rules, checks and audit log hold.
@NullMarked
package dev.tollgate.operator.management;

import org.jspecify.annotations.NullMarked;
