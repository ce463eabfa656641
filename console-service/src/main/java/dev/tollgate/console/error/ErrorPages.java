package dev.tollgate.console.error;

import dev.tollgate.contract.error.ServiceError;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;

/// How people with a browser are told of an error; the management API's callers get the envelope.
public interface ErrorPages {
    /// For a page of ours.
    Response of(ServiceError error);

    /// On to where one says why one looks at an account; what would change something is refused.
    Response toView(String account);

    /// Whether somebody with a browser asked for a path that nobody serves.
    boolean isForPeople(RoutingContext context);

    /// Tells him so.
    void answer(RoutingContext context, ServiceError error);
}
