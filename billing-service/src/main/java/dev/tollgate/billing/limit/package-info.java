/// The management of spend limits: amounts per calendar period that keys draw on (rules 6). Grants and charges
/// against them are the leases' and the usage's; here they are made, shown and changed.
@org.jspecify.annotations.NullMarked
package dev.tollgate.billing.limit;
