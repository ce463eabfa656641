/// What usage comes to, for those who look: summaries, the biggest, an account's dashboard, the operator's overview.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.insight;
