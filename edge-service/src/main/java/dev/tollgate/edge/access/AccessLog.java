package dev.tollgate.edge.access;

import dev.tollgate.edge.access.AccessConfig.Which;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/// Writes one line per request that is wanted. Where none is, nothing is made: callers ask first.
@Singleton
public class AccessLog {
    private static final Logger LOG = Logger.getLogger("dev.tollgate.edge.access");
    private static final int SERVER_ERROR = 500;

    private final Which which;

    AccessLog(AccessConfig config) {
        this.which = config.log();
    }

    /// @param broken it failed although its status may say otherwise: a stream that broke off
    public boolean wants(int status, boolean broken) {
        return switch (which) {
            case ALL -> true;
            case ERRORS -> broken || status >= SERVER_ERROR;
            case NONE -> false;
        };
    }

    /// Writes one that is wanted.
    public void write(AccessLine line) {
        RequestLog.about(line.requestId(), () -> LOG.infof("%s", line));
    }
}
