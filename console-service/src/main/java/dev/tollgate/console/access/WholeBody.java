package dev.tollgate.console.access;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jboss.resteasy.reactive.server.spi.ServerHttpRequest;

/// Reads a call's body, which may come in pieces and slowly, without blocking the event loop; the resource then finds
/// it as if nobody had.
final class WholeBody implements ServerHttpRequest.ReadCallback {
    /// Bytes: what tells its account is a small command.
    private static final int MAX = 1 << 20;

    private final UniEmitter<? super byte[]> emitter;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean isTooLarge;

    private WholeBody(UniEmitter<? super byte[]> emitter) {
        this.emitter = emitter;
    }

    /// Fails with a 413 when it is larger than 1 MiB.
    static Uni<byte[]> of(ServerHttpRequest request, ContainerRequestContext call) {
        return Uni.createFrom()
                .<byte[]>emitter(emitter -> {
                    WholeBody body = new WholeBody(emitter);
                    if (request.isRequestEnded()) {
                        body.done();
                    } else {
                        request.setReadListener(body);
                        request.resumeRequestInput();
                    }
                })
                .invoke(body -> call.setEntityStream(new ByteArrayInputStream(body)));
    }

    /// Also when it is too large, what comes is taken from the connection, which others may wait for.
    @Override
    public void data(ByteBuffer part) {
        if (isTooLarge) {
            return;
        }
        byte[] next = new byte[part.remaining()];
        part.get(next);
        isTooLarge = bytes.size() + next.length > MAX;
        if (isTooLarge) {
            emitter.fail(new ServiceException(ErrorCode.REQUEST_TOO_LARGE, "The body is larger than 1 MiB."));
        } else {
            bytes.writeBytes(next);
        }
    }

    @Override
    public void done() {
        if (!isTooLarge) {
            emitter.complete(bytes.toByteArray());
        }
    }
}
