/// Files of accounts: stored, listed, given back, expired and deleted.
@org.jspecify.annotations.NullMarked
package dev.tollgate.batch.file;
