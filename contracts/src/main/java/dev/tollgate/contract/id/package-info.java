/// Request ids: UUID version 7, made by an edge only (rules 9).
@org.jspecify.annotations.NullMarked
package dev.tollgate.contract.id;
