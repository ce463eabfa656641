/// OpenAI's dialect: its errors, its rules for fields and keys, and one endpoint per package below.
@NullMarked
package dev.tollgate.local.fake.openai;

import org.jspecify.annotations.NullMarked;
