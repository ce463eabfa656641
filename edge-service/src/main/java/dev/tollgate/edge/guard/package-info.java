/// What the words of a group's requests and answers have to pass: redactions of what matches a pattern, and an
/// operator's own services that are asked. What a caller says passes before a provider gets it, what a model says
/// before the caller does; what is metered is what the provider delivered.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.guard;
