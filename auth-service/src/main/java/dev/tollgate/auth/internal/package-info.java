/// What the commands and lists of this service have in common, and how its database being away is told.
@org.jspecify.annotations.NullMarked
package dev.tollgate.auth.internal;
