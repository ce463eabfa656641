/// The end of an edge's life, in order. To *drain*: to be told to end, to take its clients' connections from them
/// one answer at a time, to let what is under way finish, and only then to close.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.drain;
