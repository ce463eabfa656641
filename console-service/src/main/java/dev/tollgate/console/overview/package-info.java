/// How the platform stands, for its operators.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.overview;
