/// A store that speaks the part of the S3 API that the suite uses, and refuses what S3 refuses.
@org.jspecify.annotations.NullMarked
package dev.tollgate.local.fake.s3;
