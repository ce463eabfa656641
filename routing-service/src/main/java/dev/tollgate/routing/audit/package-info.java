/// The audit log: who changed which credential or object of the catalogue, and by which call.
@org.jspecify.annotations.NullMarked
package dev.tollgate.routing.audit;
