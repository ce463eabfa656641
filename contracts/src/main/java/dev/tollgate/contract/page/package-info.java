/// Cursor pages, as the seeds define them: after, before, has_more, first_id, last_id.
@org.jspecify.annotations.NullMarked
package dev.tollgate.contract.page;
