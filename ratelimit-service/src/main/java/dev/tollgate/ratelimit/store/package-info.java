/// Redis: the scripts, the names of the keys, and what "away" means.
@org.jspecify.annotations.NullMarked
package dev.tollgate.ratelimit.store;
