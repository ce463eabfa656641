/// Integer arithmetic of prices: nano-credits in a long, rounded once per component (rules 19).
@org.jspecify.annotations.NullMarked
package dev.tollgate.contract.money;
