/// What users change of themselves: name, language, password, and the address they log in by; and how a
/// password is replaced that was forgotten.
@org.jspecify.annotations.NullMarked
package dev.tollgate.auth.profile;
