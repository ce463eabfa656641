/// An account's months: statements and invoices, as CSV and PDF. A closed month is kept as it was first told and
/// never changes.
@org.jspecify.annotations.NullMarked
package dev.tollgate.billing.statement;
