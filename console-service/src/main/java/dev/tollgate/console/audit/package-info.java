/// The audit log: every management change, merged from the services that made them.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.audit;
