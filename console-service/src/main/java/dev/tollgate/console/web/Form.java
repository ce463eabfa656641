package dev.tollgate.console.web;

import dev.tollgate.console.access.PageCall;
import dev.tollgate.contract.error.ServiceException;
import io.quarkus.qute.i18n.Localized;
import io.quarkus.qute.i18n.MessageBundles;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a form holds: what was typed, or what is stored, and what is wrong with it, field by field. A page reads it,
/// marks what is wrong, and shows it again as it was.
@Named("form")
@RequestScoped
public class Form {
    private static final int LIST_MAX = 1_000;
    private static final int NANO_DIGITS = 9;

    private final PageCall call;
    private final Frame frame;
    private final Map<String, String> stored = new LinkedHashMap<>();
    private final Map<String, String> errors = new LinkedHashMap<>();
    private @Nullable String general;

    @Inject
    Form(PageCall call, Frame frame) {
        this.call = call;
        this.frame = frame;
    }

    /// What the field shows; empty when there is nothing.
    public String value(String field) {
        String typed = call.fields().getFirst(field);
        return typed == null ? Objects.requireNonNullElse(stored.get(field), "") : typed.strip();
    }

    /// Whether the field was sent.
    public boolean has(String field) {
        return call.fields().containsKey(field);
    }

    /// Whether one of a field's choices is taken.
    public boolean isChosen(String field, String choice) {
        List<String> sent = call.fields().get(field);
        return sent == null
                ? value(field).equals(choice) || stored.containsKey(field + ":" + choice)
                : sent.contains(choice);
    }

    /// What is stored, shown until something else was typed.
    public Form store(String field, @Nullable Object value) {
        stored.put(field, value == null ? "" : value.toString());
        return this;
    }

    /// A text that must be there.
    public String required(String field) {
        String value = value(field);
        if (value.isEmpty()) {
            mark(field, words().required());
        }
        return value;
    }

    /// Null when nothing was typed.
    public @Nullable String text(String field) {
        String value = value(field);
        return value.isEmpty() ? null : value;
    }

    /// Null when nothing was typed, or no whole number, which is marked.
    public @Nullable Long number(String field) {
        String value = value(field).replaceAll("[,_\\s]", "");
        if (value.isEmpty()) {
            return null;
        }
        if (value.matches("\\d{1,18}")) {
            return Long.valueOf(value);
        }
        mark(field, words().notANumber());
        return null;
    }

    /// A whole number of at least 1, or null as before.
    public @Nullable Long count(String field) {
        Long number = number(field);
        if (number != null && number < 1) {
            mark(field, words().notANumber());
            return null;
        }
        return number;
    }

    /// Credits as typed, in nano-credits; null when nothing was typed, or no amount above zero, which is marked.
    public @Nullable Long credits(String field) {
        String value = value(field).replaceAll("[,_\\s]", "");
        if (value.isEmpty()) {
            return null;
        }
        if (value.matches("\\d{1,9}(\\.\\d{1,9})?")) {
            long nanos = new BigDecimal(value).movePointRight(NANO_DIGITS).longValueExact();
            if (nanos > 0) {
                return nanos;
            }
        }
        mark(field, words().notAnAmount());
        return null;
    }

    /// Unix seconds of a `datetime-local` field, which tells UTC; null when nothing was chosen, or nothing to read.
    public @Nullable Long time(String field) {
        String value = value(field);
        if (value.isEmpty()) {
            return null;
        }
        try {
            return LocalDateTime.parse(value).toEpochSecond(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            mark(field, words().notATime());
            return null;
        }
    }

    /// One a line, or by commas.
    public List<String> lines(String field) {
        return Arrays.stream(value(field).split("[\\r\\n,]+", LIST_MAX))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /// What of a field's choices was taken.
    public List<String> chosen(String field) {
        List<String> sent = call.fields().get(field);
        return sent == null
                ? List.of()
                : sent.stream().filter(choice -> !choice.isBlank()).toList();
    }

    /// Says what is wrong with a field; the first word stands.
    public void mark(String field, String why) {
        errors.putIfAbsent(field, why);
    }

    /// Says what is wrong with the whole.
    public void markWhole(String why) {
        general = why;
    }

    /// Marks what the management API refused at the field that it names; what names none stands above the form.
    ///
    /// @param fields this form's own; another one's error is told above
    /// @throws ServiceException the same, when it is no matter of what was typed
    public void mark(ServiceException refused, List<String> fields) {
        mark(refused, fields, Map.of());
    }

    /// The same, where the form has names of its own.
    ///
    /// @param own the form's field by the API's, the empty one for what the API names none of
    public void mark(ServiceException refused, List<String> fields, Map<String, String> own) {
        int status = refused.error().code().status();
        if (status != 400 && status != 409 && status != 402) {
            throw refused;
        }
        String param = refused.error().param();
        String field = field(param == null ? "" : param, fields, own);
        if (fields.contains(field)) {
            mark(field, refused.error().message());
        } else {
            general = refused.error().message();
        }
    }

    /// `limits.rpm` is `rpm`, `models[2]` is `models`, and `image_sizes.1024x1024` stands in `image_sizes`.
    private static String field(String param, List<String> fields, Map<String, String> own) {
        String bare = param.replaceFirst("^limits\\.", "").replaceFirst("\\[.*", "");
        String named = own.getOrDefault(bare, bare);
        return fields.contains(named) ? named : named.replaceFirst("\\..*", "");
    }

    public boolean isWrong() {
        return !errors.isEmpty() || general != null;
    }

    /// What is wrong with a field, or null.
    public @Nullable String error(String field) {
        return errors.get(field);
    }

    /// What is wrong with the whole, or null.
    public @Nullable String general() {
        return general;
    }

    private WebWords words() {
        return MessageBundles.get(
                WebWords.class, Localized.Literal.of(frame.language().words().toLanguageTag()));
    }
}
