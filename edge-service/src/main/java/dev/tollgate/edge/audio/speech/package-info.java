/// `POST /v1/audio/speech`: text in, sound out: what is read of the request, and what it can consume.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.audio.speech;
