/// `POST /v1/audio/transcriptions` and `/v1/audio/translations`: a recording in, its text out, in its own language or
/// in English: what is read of the request, and what it can consume.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.audio.transcription;
