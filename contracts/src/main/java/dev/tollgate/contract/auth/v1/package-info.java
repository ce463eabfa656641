/// What auth answers: key contexts by hash, and the management of accounts and keys.
@org.jspecify.annotations.NullMarked
package dev.tollgate.contract.auth.v1;
