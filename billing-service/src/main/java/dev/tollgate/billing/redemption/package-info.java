/// Redemption codes: made in batches by operators, told once, kept as hashes, and used once per account.
@org.jspecify.annotations.NullMarked
package dev.tollgate.billing.redemption;
