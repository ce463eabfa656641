/// A fake of ElevenLabs' speech, as strict as the real one.
@NullMarked
package dev.tollgate.local.fake.elevenlabs;

import org.jspecify.annotations.NullMarked;
