/// Reads JSON bodies of callers: strict where services could disagree about what was said, and byte by byte the
/// same where nothing was changed.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.json;
