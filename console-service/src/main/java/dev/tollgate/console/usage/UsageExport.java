package dev.tollgate.console.usage;

import dev.tollgate.console.peers.TailPeer;
import dev.tollgate.console.peers.UsageFilter;
import dev.tollgate.contract.billing.v1.UsageCsv;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// An export, piece by piece: the next one is asked of billing when the client has taken the one before, so that
/// neither holds more than a piece. One that fails half-way breaks the answer off.
@ApplicationScoped
class UsageExport {
    private final TailPeer peer;
    private final ExportConfig config;

    @Inject
    UsageExport(TailPeer peer, ExportConfig config) {
        this.peer = peer;
        this.config = config;
    }

    /// The first piece is there before the answer begins: what is refused, is refused with its status.
    Uni<Multi<byte[]>> begin(UsageFilter filter, @Nullable String keyIds) {
        return peer.csv(filter, keyIds, null).map(first -> Multi.createBy()
                .concatenating()
                .streams(
                        Multi.createFrom().item(first.text().getBytes(StandardCharsets.UTF_8)),
                        following(filter, keyIds, first)));
    }

    private Multi<byte[]> following(UsageFilter filter, @Nullable String keyIds, UsageCsv first) {
        return Multi.createBy()
                .repeating()
                .uni(() -> new Progress(first), progress -> progress.next(filter, keyIds))
                .whilst(piece -> !piece.isLast())
                .map(Piece::bytes)
                .filter(bytes -> bytes.length > 0);
    }

    private record Piece(String text, boolean isLast) {
        byte[] bytes() {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    private final class Progress {
        private @Nullable String next;
        private long rows;

        Progress(UsageCsv first) {
            next = first.next();
            rows = first.rows();
        }

        Uni<Piece> next(UsageFilter filter, @Nullable String keyIds) {
            if (next == null) {
                return Uni.createFrom().item(new Piece("", true));
            }
            if (rows >= config.csvRowsMax()) {
                String line = "# truncated after " + rows + " records: ask for what is older\r\n";
                return Uni.createFrom().item(new Piece(line, true));
            }
            return peer.csv(filter, keyIds, next).map(piece -> {
                next = piece.next();
                rows += piece.rows();
                return new Piece(piece.text(), next == null);
            });
        }
    }
}
