/// How the store being away is told.
@NullMarked
package dev.tollgate.routing.error;

import org.jspecify.annotations.NullMarked;
