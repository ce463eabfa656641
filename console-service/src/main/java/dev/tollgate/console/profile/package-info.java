/// What users see and change of themselves: name, language, password, address, authenticator, sessions.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.profile;
