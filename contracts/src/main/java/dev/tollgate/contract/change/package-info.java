/// The feed of revisions by which every service tells the edges what has changed (rules 12).
@org.jspecify.annotations.NullMarked
package dev.tollgate.contract.change;
