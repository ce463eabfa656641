/// The operator's pages about users: who they are, what they may do, how they get in, and who is invited.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.people;
