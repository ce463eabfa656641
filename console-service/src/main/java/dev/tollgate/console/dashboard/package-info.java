/// An account's dashboard: what it has, spends and asks for.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.dashboard;
