/// `POST /v1/audio/transcriptions`: a recording in, its text out: what is read of the request, and what it can
/// consume.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.audio.transcription;
