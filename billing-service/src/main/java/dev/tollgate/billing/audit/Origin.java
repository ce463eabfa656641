package dev.tollgate.billing.audit;

import dev.tollgate.contract.http.Headers;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/// Who makes the present call, and which it is; the console tells both.
@RequestScoped
class Origin {
    private @Nullable String actor;
    private @Nullable String requestId;

    @Nullable
    String actor() {
        return actor;
    }

    @Nullable
    String requestId() {
        return requestId;
    }

    void read(ContainerRequestContext request) {
        actor = request.getHeaderString(Headers.ACTOR);
        requestId = request.getHeaderString(Headers.REQUEST_ID);
    }

    /// Fills it before a resource is called.
    static class Reader {
        private final Origin origin;

        Reader(Origin origin) {
            this.origin = origin;
        }

        @ServerRequestFilter
        public void read(ContainerRequestContext request) {
            origin.read(request);
        }
    }
}
