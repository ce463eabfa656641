/// A fake of Moonshot's (Kimi's) chat completions, as strict as the real ones.
@NullMarked
package dev.tollgate.local.fake.moonshot;

import org.jspecify.annotations.NullMarked;
