/// How people become users by themselves, and get back in: open to all, as none of them has a token yet. The
/// answers tell nobody whether an address is known.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.signup;
