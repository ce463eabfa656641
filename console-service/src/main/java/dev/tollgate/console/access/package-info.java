/// Who may do what: one rule per endpoint, enforced by one filter, and what may be passed on to others.
///
/// Each resource method bears one line:
///
/// - `@Requires(CATALOGUE_WRITE)`: no account's; a platform role must hold the permission;
/// - `@Requires(value = BILLING_READ, account = InPath.class)`: the account whose id is in the path as `id`; also
///   `InQuery` and `InBody` (`account_id`), or `from = "…"` for another name;
/// - `@Requires(value = KEYS_READ, account = OfKey.class)`: the account of an object. A new kind of object brings an
///   [dev.tollgate.console.access.AccountOf] of its own, a bean that asks the service which has it;
/// - `@Requires(value = TOKENS_READ, own = true)`: the caller's own things; the resource reads whose they are from
///   [dev.tollgate.console.login.Caller];
/// - `@OpenToAll("signed by Stripe")`: nobody is asked who he is.
///
/// A method without one is answered 403, fails `ArchitectureTest`, and the operation must be in
/// `contracts/openapi/console-v1.access.txt`, else `AuthorisationMatrixServiceTest` fails.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.access;
