/// Redemption codes: operators make them in batches, accounts redeem them.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.redemption;
