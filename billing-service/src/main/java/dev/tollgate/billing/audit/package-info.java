/// The audit log: who changed what about money, and by which call.
@org.jspecify.annotations.NullMarked
package dev.tollgate.billing.audit;
