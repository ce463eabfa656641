/// The edges that billing knows of, and the release of what a lost one holds.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.edges;
