/// The live tail of an account's usage. Its words: a *listener* is one open answer; a *channel* is what those of one
/// account share, and the only one that asks billing.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.live;
