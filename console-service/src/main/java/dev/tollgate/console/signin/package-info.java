/// Signing in and out with a browser, and what a visitor has chosen: language, theme, account.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.signin;
