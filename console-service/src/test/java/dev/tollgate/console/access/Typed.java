package dev.tollgate.console.access;

import dev.tollgate.console.Visitor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A form that somebody fills in, well but for one field at a time.
///
/// @param route of the access table
/// @param address that it is sent to
/// @param filled what is typed, by field
/// @param bad what is typed wrongly, one at a time
/// @param free fields that take anything that they offer
record Typed(
        String route,
        String address,
        Visitor visitor,
        Map<String, String> filled,
        List<Bad> bad,
        Set<String> free,
        Runnable before) {
    /// The value of a box that is not ticked.
    static final String NOT_SENT = "\0";

    /// @param value null to leave what is filled in, which a service refuses
    /// @param refused the service's call that does, as `auth POST /keys`; null where the console sees it itself
    /// @param param what the service names, in place of the field
    record Bad(
            String field, @Nullable String value, @Nullable String refused, String param) {}

    static Typed form(String route, String address, Visitor visitor) {
        return new Typed(
                route, address, visitor, new LinkedHashMap<>(), new ArrayList<>(), new LinkedHashSet<>(), () -> {});
    }

    /// Only after this.
    Typed after(Runnable first) {
        return new Typed(route, address, visitor, filled, bad, free, first);
    }

    /// @param pairs fields and values in turn
    Typed filled(String... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            filled.put(pairs[i], pairs[i + 1]);
        }
        return this;
    }

    /// What the console itself refuses.
    Typed wrong(String field, String... values) {
        for (String value : values) {
            bad.add(new Bad(field, value, null, field));
        }
        return this;
    }

    /// What a service refuses, naming the fields as the form does.
    Typed refused(String call, String... fields) {
        for (String field : fields) {
            refusedAs(call, field, field);
        }
        return this;
    }

    /// What a service refuses, by a name of its own.
    Typed refusedAs(String call, String field, String param) {
        bad.add(new Bad(field, null, call, param));
        return this;
    }

    Typed free(String... fields) {
        free.addAll(List.of(fields));
        return this;
    }

    /// Each field that is wrong once, or cannot be.
    Set<String> tried() {
        Set<String> tried = new LinkedHashSet<>(free);
        bad.forEach(one -> tried.add(one.field()));
        return tried;
    }

    /// What is sent, as names and values in turn.
    String[] sent(Bad wrong) {
        Map<String, String> all = new LinkedHashMap<>(filled);
        if (wrong.value() != null) {
            all.put(wrong.field(), wrong.value());
        }
        List<String> pairs = new ArrayList<>();
        all.forEach((name, value) -> {
            if (!(name.equals(wrong.field()) && NOT_SENT.equals(wrong.value()))) {
                pairs.add(name);
                pairs.add(value);
            }
        });
        return pairs.toArray(String[]::new);
    }
}
