/// A stand-in for Anthropic's Messages API: as strict, with its own errors, and with answers that a test can predict.
@org.jspecify.annotations.NullMarked
package dev.tollgate.local.fake.anthropic;
