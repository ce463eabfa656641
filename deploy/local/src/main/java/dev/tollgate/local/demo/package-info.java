/// The demo provider: an OpenAI-shaped upstream in its own process, strict and deterministic, with paces and faults
/// scripted by model name. It serves the first call of a newcomer, who has no provider key, and every test.
@NullMarked
package dev.tollgate.local.demo;

import org.jspecify.annotations.NullMarked;
