/// The access log: one line per request, with keys a program can read; never a prompt, an answer or a secret.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.access;
