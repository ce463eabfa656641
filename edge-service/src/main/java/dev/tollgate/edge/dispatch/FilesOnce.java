package dev.tollgate.edge.dispatch;

import dev.tollgate.edge.fetch.Fetching;
import dev.tollgate.edge.fetch.RemoteFiles;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What stands at the addresses of one request: fetched once for all attempts that want the same.
final class FilesOnce {
    private final RemoteFiles files;
    private @Nullable Future<Fetching> known;
    private List<String> wantedBefore = List.of();

    FilesOnce(RemoteFiles files) {
        this.files = files;
    }

    Future<Fetching> fetch(List<String> wanted) {
        Future<Fetching> fetched = known;
        if (fetched == null || !wantedBefore.equals(wanted)) {
            wantedBefore = wanted;
            fetched = files.fetch(wanted);
            known = fetched;
        }
        return fetched;
    }
}
