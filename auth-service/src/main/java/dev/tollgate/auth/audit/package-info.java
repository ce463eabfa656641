/// Reads the audit log; entries are written by the change log, in each change's own transaction.
@org.jspecify.annotations.NullMarked
package dev.tollgate.auth.audit;
