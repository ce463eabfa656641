/// What fakes of providers whose dialect is OpenAI's but for its gaps have in common.
@NullMarked
package dev.tollgate.local.fake.kin;

import org.jspecify.annotations.NullMarked;
