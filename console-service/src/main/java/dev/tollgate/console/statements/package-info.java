/// An account's monthly statements and invoices, as billing draws them.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.statements;
