/// Trying models out in the browser: the console calls the gateway in the user's place, with a key of his that the
/// browser never sees, and passes the answer on as it comes.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.playground;
