package dev.tollgate.contract.batch.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// A stored file.
///
/// @param object `file`
/// @param bytes its length
/// @param createdAt Unix seconds
/// @param expiresAt Unix seconds, or null when it is kept until it is deleted
/// @param purpose `batch`, `batch_output`, `user_data`
/// @param status `processed`: a file that is listed can be used
public record FileView(
        String id,
        String object,
        long bytes,
        @JsonProperty("created_at") long createdAt,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("expires_at") @Nullable
        Long expiresAt,

        String filename,
        String purpose,
        String status) {}
