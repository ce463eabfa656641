package dev.tollgate.batch.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tollgate.inner.StoreOutage;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The disk that uploads lie on until they are in the store: full, or away. [FormFaults] has taken what is the
/// caller's fault before; JSON that cannot be written is a fault of ours, and no outage.
@Singleton
class UploadOutage implements StoreOutage {
    @Override
    public boolean isToldBy(Throwable failure) {
        return isOfDisk(failure) || isOfDisk(failure.getCause());
    }

    private static boolean isOfDisk(@Nullable Throwable failure) {
        return failure instanceof IOException && !(failure instanceof JsonProcessingException);
    }

    @Override
    public String message() {
        return "The file cannot be taken now; try again.";
    }
}
