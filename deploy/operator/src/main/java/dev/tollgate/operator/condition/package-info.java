/// Conditions: how a resource tells what became of it. `Ready` is of every kind.
@NullMarked
package dev.tollgate.operator.condition;

import org.jspecify.annotations.NullMarked;
