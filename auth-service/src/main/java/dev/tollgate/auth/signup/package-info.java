/// How people become users by themselves: a sign-up waits until its address is confirmed; only then there are a
/// user and an account of his own. Nobody learns here whether an address is known.
@org.jspecify.annotations.NullMarked
package dev.tollgate.auth.signup;
