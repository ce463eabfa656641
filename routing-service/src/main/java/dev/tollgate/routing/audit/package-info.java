/// The audit log: who changed which credential, and by which call.
@org.jspecify.annotations.NullMarked
package dev.tollgate.routing.audit;
