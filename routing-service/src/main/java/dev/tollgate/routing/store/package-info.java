/// How the store is reached: the pool of connections.
@NullMarked
package dev.tollgate.routing.store;

import org.jspecify.annotations.NullMarked;
