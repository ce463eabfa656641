package dev.tollgate.edge.access;

import dev.tollgate.edge.access.AccessConfig.Which;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// Writes one line per request that is wanted. Where none is, nothing is made.
@ApplicationScoped
public class AccessLog {
    private static final Logger LOG = Logger.getLogger("dev.tollgate.edge.access");
    private static final int SERVER_ERROR = 500;

    private final Which which;

    AccessLog(AccessConfig config) {
        this.which = config.log();
    }

    /// @param broken it failed although its status may say otherwise: a stream that broke off
    public void write(int status, boolean broken, Supplier<AccessLine> line) {
        boolean wanted =
                switch (which) {
                    case ALL -> true;
                    case ERRORS -> broken || status >= SERVER_ERROR;
                    case NONE -> false;
                };
        if (wanted) {
            AccessLine made = line.get();
            RequestLog.about(made.requestId(), () -> LOG.infof("%s", made));
        }
    }
}
