/// Usage in bulk, and what billing's interfaces take to read and to write it: `./tollgate bench usage`.
@org.jspecify.annotations.NullMarked
package dev.tollgate.local.bench;
