/// Usage records and receipts, by account, key or request id.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.usage;
