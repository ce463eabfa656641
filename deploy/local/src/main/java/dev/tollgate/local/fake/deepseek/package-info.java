/// A fake of DeepSeek's chat completions, as strict as the real ones.
@NullMarked
package dev.tollgate.local.fake.deepseek;

import org.jspecify.annotations.NullMarked;
