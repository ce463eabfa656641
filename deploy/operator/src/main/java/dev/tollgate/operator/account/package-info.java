/// Accounts, and which namespaces draw on which.
@NullMarked
package dev.tollgate.operator.account;

import org.jspecify.annotations.NullMarked;
