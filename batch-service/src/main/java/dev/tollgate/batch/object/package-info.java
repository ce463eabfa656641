/// Where files' bytes are: a directory, or a bucket of any store that speaks the S3 API.
@org.jspecify.annotations.NullMarked
package dev.tollgate.batch.object;
