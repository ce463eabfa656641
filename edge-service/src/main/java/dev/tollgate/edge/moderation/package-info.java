/// `POST /v1/moderations`: what is read of a request to judge texts and pictures, and what it can consume. Most such
/// models cost nothing: then nothing is counted, and no credit is asked for (rules 10).
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.moderation;
