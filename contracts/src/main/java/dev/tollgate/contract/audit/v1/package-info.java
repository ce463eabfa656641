/// The audit log: what management changed, who did it and by which call.
@org.jspecify.annotations.NullMarked
package dev.tollgate.contract.audit.v1;
