/// The operator's pages about accounts: who they are, what they have, gifts, overdraft, freezing.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.customers;
