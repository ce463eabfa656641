package dev.tollgate.edge.images;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.json.Field;
import dev.tollgate.edge.upload.Form;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields of a request, whether it came as JSON or as a form: they have the same names, and the same is asked of
/// them. What is not of its type or out of range leaves by [dev.tollgate.edge.json.Invalid], which names it.
interface Fields {
    @Nullable
    String text(String name);

    @Nullable
    Long integer(String name, long least, long most);

    boolean flag(String name);

    static Fields of(Map<String, JsonNode> members) {
        return new Fields() {
            @Override
            public @Nullable String text(String name) {
                return Field.text(members, name);
            }

            @Override
            public @Nullable Long integer(String name, long least, long most) {
                return Field.integer(members, name, least, most);
            }

            @Override
            public boolean flag(String name) {
                return Field.flag(members, name);
            }
        };
    }

    static Fields of(Form form) {
        return new Fields() {
            @Override
            public @Nullable String text(String name) {
                return form.text(name);
            }

            @Override
            public @Nullable Long integer(String name, long least, long most) {
                return form.integer(name, least, most);
            }

            @Override
            public boolean flag(String name) {
                return form.flag(name);
            }
        };
    }
}
