/// Who calls the management API: by the admin token of the configuration, or a token that auth knows.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.login;
