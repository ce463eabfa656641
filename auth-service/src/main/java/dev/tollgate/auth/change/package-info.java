/// Revisions: every change of an account or key takes the next one, is audited and told to the edges (rules 12).
@org.jspecify.annotations.NullMarked
package dev.tollgate.auth.change;
