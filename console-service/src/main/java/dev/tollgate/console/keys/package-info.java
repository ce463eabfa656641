/// API keys: made (and shown once), listed, changed, rotated with grace, revoked.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.keys;
