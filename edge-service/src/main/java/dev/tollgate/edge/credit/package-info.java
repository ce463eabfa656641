/// Credit at the edge: leases held of billing, and each request's reservation within one (rules 1, 2, 5–8, 13).
///
/// A warm reservation is one compare-and-set on a lease's book; asks to billing are batched, numbered and repeated
/// until answered. Amounts in nano-credits.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.credit;
