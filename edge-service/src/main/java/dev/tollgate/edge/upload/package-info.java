/// Uploads on their way through the edge: multipart bodies, whose file is kept in a temporary file and never in
/// memory, so that another deployment can be tried, and whose parts may come in any order.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.upload;
