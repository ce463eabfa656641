package dev.tollgate.edge.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/// Adds the object `access` to the JSON of an access log's line; every other line stays as it is.
final class AccessFormatter extends ExtFormatter {
    private final ExtFormatter json;
    private final ObjectMapper mapper;

    /// @param json writes one object and a line's end
    AccessFormatter(ExtFormatter json, ObjectMapper mapper) {
        this.json = json;
        this.mapper = mapper;
    }

    @Override
    public String format(ExtLogRecord logged) {
        String line = json.format(logged);
        Object[] parameters = logged.getParameters();
        if (parameters == null || parameters.length != 1 || !(parameters[0] instanceof AccessLine access)) {
            return line;
        }
        int end = line.lastIndexOf('}');
        return end < 0 ? line : line.substring(0, end) + ",\"access\":" + written(access) + line.substring(end);
    }

    private String written(AccessLine access) {
        try {
            return mapper.writeValueAsString(access.fields());
        } catch (JsonProcessingException e) {
            return "null";
        }
    }
}
