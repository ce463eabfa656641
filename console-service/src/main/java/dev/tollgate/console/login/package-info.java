/// Who may use the management API: holders of the admin token.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.login;
