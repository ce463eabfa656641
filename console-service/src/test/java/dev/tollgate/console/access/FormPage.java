package dev.tollgate.console.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A form as a page shows it: its fields, what they hold, and what is told to be wrong with them.
///
/// @param html of the form alone
record FormPage(String html) {
    private static final Pattern CONTROL = Pattern.compile("<(input|select|textarea)\\b([^>]*)>");
    private static final Pattern ATTRIBUTE = Pattern.compile("([\\w:-]+)(?:=\"([^\"]*)\")?");
    private static final Pattern FIELDSET = Pattern.compile("(?s)<fieldset\\b([^>]*)>(.*?)</fieldset>");
    private static final Pattern OPTION = Pattern.compile("<option\\b([^>]*)>");

    /// The page's form that is sent to this address; null where there is none.
    static @Nullable FormPage find(String page, String address) {
        String path = address.replaceFirst("\\?.*", "");
        Matcher forms = Pattern.compile("(?s)<form\\b([^>]*)>(.*?)</form>").matcher(page);
        while (forms.find()) {
            String action = attributes(forms.group(1)).getOrDefault("action", "");
            if (action.replaceFirst("\\?.*", "").equals(path)) {
                return new FormPage(forms.group(2));
            }
        }
        return null;
    }

    /// What people fill in, by name.
    Set<String> fields() {
        Set<String> names = new LinkedHashSet<>();
        controls().forEach(control -> {
            if (!control.is("hidden") && !control.name().isEmpty()) {
                names.add(control.name());
            }
        });
        return names;
    }

    /// Whether the field holds this, or, for a password, nothing.
    boolean holds(String field, String value) {
        for (Control control : controls()) {
            if (control.name().equals(field)) {
                if (control.is("password")) {
                    return !control.attributes().containsKey("value");
                }
                boolean isChoice = control.is("radio") || control.is("checkbox");
                if (!isChoice && !control.is("hidden")) {
                    return control.value().equals(value);
                }
                if (control.value().equals(value)
                        && (!isChoice || control.attributes().containsKey("checked"))) {
                    return true;
                }
            }
        }
        return false;
    }

    /// What is told about the field to whoever sees the page and to whoever hears it; empty when it is nothing.
    String error(String field) {
        for (Control control : controls()) {
            if (control.name().equals(field)
                    && "true".equals(control.attributes().get("aria-invalid"))) {
                return described(control.attributes());
            }
        }
        Matcher sets = FIELDSET.matcher(html);
        while (sets.find()) {
            boolean holds = new FormPage(sets.group(2)).fields().contains(field);
            if (holds) {
                return described(attributes(sets.group(1)));
            }
        }
        return "";
    }

    /// By the elements that it is described by, those that tell errors.
    private String described(Map<String, String> attributes) {
        StringBuilder told = new StringBuilder();
        for (String id : attributes.getOrDefault("aria-describedby", "").split(" ", -1)) {
            Matcher error = Pattern.compile("<p class=\"tg-error\" id=\"" + Pattern.quote(id) + "\">([^<]*)</p>")
                    .matcher(html);
            if (error.find()) {
                told.append(error.group(1).strip());
            }
        }
        return plain(told.toString());
    }

    private List<Control> controls() {
        List<Control> found = new ArrayList<>();
        Matcher matcher = CONTROL.matcher(html);
        while (matcher.find()) {
            Map<String, String> attributes = attributes(matcher.group(2));
            String value =
                    switch (matcher.group(1)) {
                        case "select" -> chosen(upTo("</select>", matcher.end()));
                        case "textarea" -> plain(upTo("</textarea>", matcher.end()));
                        default -> attributes.getOrDefault("value", "");
                    };
            found.add(new Control(attributes, value));
        }
        return found;
    }

    private String upTo(String end, int from) {
        return html.substring(from, html.indexOf(end, from));
    }

    /// A browser takes the first where none is selected.
    private static String chosen(String options) {
        String first = null;
        Matcher matcher = OPTION.matcher(options);
        while (matcher.find()) {
            Map<String, String> attributes = attributes(matcher.group(1));
            String value = attributes.getOrDefault("value", "");
            if (attributes.containsKey("selected")) {
                return value;
            }
            first = first == null ? value : first;
        }
        return Objects.requireNonNullElse(first, "");
    }

    private static Map<String, String> attributes(String tag) {
        Map<String, String> found = new LinkedHashMap<>();
        Matcher matcher = ATTRIBUTE.matcher(tag);
        while (matcher.find()) {
            found.put(matcher.group(1), plain(Objects.requireNonNullElse(matcher.group(2), "")));
        }
        return found;
    }

    private static String plain(String html) {
        return html.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }

    private record Control(Map<String, String> attributes, String value) {
        String name() {
            return attributes.getOrDefault("name", "");
        }

        boolean is(String type) {
            return type.equals(attributes.get("type"));
        }
    }
}
