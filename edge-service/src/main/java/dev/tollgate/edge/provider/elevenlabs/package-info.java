/// ElevenLabs' dialect: speech, paid by the character.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.provider.elevenlabs;
