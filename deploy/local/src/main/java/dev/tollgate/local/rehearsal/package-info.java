/// A whole suite from programs of one's choice, given a bit of everything to do and stopped in order: what an image's
/// cache is trained by, and what shows that the images work.
@NullMarked
package dev.tollgate.local.rehearsal;

import org.jspecify.annotations.NullMarked;
