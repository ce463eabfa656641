package dev.tollgate.edge.access;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.logging.json.runtime.JsonFormatter;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.logging.Handler;
import org.jboss.logmanager.ExtHandler;

/// Puts the access log's formatter around the console's, where that writes JSON.
@Singleton
class AccessLogSetup {
    private final ObjectMapper mapper;

    AccessLogSetup(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    void install(@Observes StartupEvent start) {
        install(InitialConfigurator.DELAYED_HANDLER.getHandlers());
    }

    private void install(Handler[] handlers) {
        for (Handler handler : handlers) {
            if (handler.getFormatter() instanceof JsonFormatter json) {
                handler.setFormatter(new AccessFormatter(json, mapper));
            }
            if (handler instanceof ExtHandler outer) {
                install(outer.getHandlers());
            }
        }
    }
}
