package dev.tollgate.routing.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// One mapping of the file, read key by key. What is missing or has another type becomes a problem with line and
/// field, and a stand-in is returned so that reading can go on; a file with a problem is never used.
final class Section {
    /// A text and where it stands.
    record Item(String value, int line, String path) {}

    private static final Pattern WHOLE = Pattern.compile("[0-9](_?[0-9]){0,18}");
    private static final Set<Tag> PLAIN =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.TIMESTAMP, Tag.NULL, Tag.MAP, Tag.SEQ);

    private static final MappingNode EMPTY = new MappingNode(Tag.MAP, List.of(), DumperOptions.FlowStyle.BLOCK);

    private final Map<String, Node> values = new LinkedHashMap<>();
    private final String path;
    private final int line;
    private final Problems problems;

    private Section(MappingNode node, String path, Keys known, Problems problems) {
        this.path = path;
        this.line = lineOf(node);
        this.problems = problems;
        for (NodeTuple tuple : node.getValue()) {
            take(tuple, known);
        }
    }

    /// A managed object, whose fields are named as they stand in it.
    static Section of(MappingNode node, Set<String> known, Problems problems) {
        return new Section(node, "", Keys.of(known), problems);
    }

    /// The file's root.
    static Section root(@Nullable Node node, Set<String> known, Problems problems) {
        if (node instanceof MappingNode mapping) {
            return new Section(mapping, "", Keys.of(known), problems);
        }
        problems.add(node == null ? 1 : lineOf(node), "", "the file must be a mapping with providers, models, …");
        return new Section(EMPTY, "", Keys.of(known), problems);
    }

    int line() {
        return line;
    }

    String path() {
        return path;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    Set<String> keys() {
        return values.keySet();
    }

    /// Where the key's value stands, or the section itself when it is absent.
    int line(String key) {
        Node node = values.get(key);
        return node == null ? line : lineOf(node);
    }

    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    void problem(String key, String message) {
        problems.add(line(key), path(key), message);
    }

    void problem(Item item, String message) {
        problems.add(item.line(), item.path(), message);
    }

    /// A required text of this form.
    String text(String key, Pattern form, String formName) {
        String value = optionalText(key, form, formName);
        if (value == null && !has(key)) {
            problem(key, "is missing");
        }
        return value == null ? "" : value;
    }

    @Nullable
    String optionalText(String key, Pattern form, String formName) {
        Node node = values.get(key);
        if (node == null) {
            return null;
        }
        Item item = textOf(node, path(key));
        if (item == null) {
            return null;
        }
        if (!form.matcher(item.value()).matches()) {
            problem(key, "must be " + formName + ", not \"" + shorten(item.value()) + "\"");
            return null;
        }
        return item.value();
    }

    /// A scalar as it is written, whatever YAML takes it for: numbers, dates, durations.
    @Nullable
    String raw(String key) {
        Node node = values.get(key);
        if (node == null) {
            return null;
        }
        if (node instanceof ScalarNode scalar && !Tag.NULL.equals(scalar.getTag())) {
            return scalar.getValue();
        }
        problem(key, "must be a single value");
        return null;
    }

    boolean flag(String key, boolean preset) {
        String value = raw(key);
        if (value == null) {
            return preset;
        }
        if (!value.equals("true") && !value.equals("false")) {
            problem(key, "must be true or false, not \"" + shorten(value) + "\"");
        }
        return value.equals("true");
    }

    long requiredWhole(String key, long least, long most) {
        if (!has(key)) {
            problem(key, "is missing");
            return least;
        }
        return whole(key, least, most, least);
    }

    long whole(String key, long least, long most, long preset) {
        Long value = optionalWhole(key, least, most);
        return value == null ? preset : value;
    }

    @Nullable
    Long optionalWhole(String key, long least, long most) {
        String value = raw(key);
        if (value == null) {
            return null;
        }
        if (!WHOLE.matcher(value).matches()) {
            problem(key, "must be a whole number from " + least + " to " + most + ", not \"" + shorten(value) + "\"");
            return null;
        }
        long number = parse(value);
        if (number < least || number > most) {
            problem(key, "must be from " + least + " to " + most + ", not " + value);
            return null;
        }
        return number;
    }

    /// A nested mapping, or null when the key is absent.
    @Nullable
    Section section(String key, Set<String> known) {
        return section(key, Keys.of(known));
    }

    /// A nested mapping whose keys are the file's own, of this form; null when the key is absent.
    @Nullable
    Section section(String key, Pattern form, String formName) {
        return section(key, new Keys(name -> form.matcher(name).matches(), "must be " + formName));
    }

    private @Nullable Section section(String key, Keys known) {
        Node node = values.get(key);
        if (node == null) {
            return null;
        }
        if (node instanceof MappingNode mapping) {
            return new Section(mapping, path(key), known, problems);
        }
        problem(key, "must be a mapping");
        return null;
    }

    boolean isMapping(String key) {
        return values.get(key) instanceof MappingNode;
    }

    List<Section> sections(String key, Set<String> known) {
        List<Section> found = new ArrayList<>();
        for (Node node : elements(key)) {
            String at = path(key) + "[" + found.size() + "]";
            if (node instanceof MappingNode mapping) {
                found.add(new Section(mapping, at, Keys.of(known), problems));
            } else {
                problems.add(lineOf(node), at, "must be a mapping");
            }
        }
        return found;
    }

    /// Where the mappings of a list stand that have an id.
    Map<String, Integer> linesById(String key) {
        Map<String, Integer> lines = new LinkedHashMap<>();
        if (values.get(key) instanceof SequenceNode sequence) {
            for (Node node : sequence.getValue()) {
                if (node instanceof MappingNode mapping) {
                    mapping.getValue().stream()
                            .filter(tuple -> isId(tuple.getKeyNode()) && tuple.getValueNode() instanceof ScalarNode)
                            .findFirst()
                            .ifPresent(tuple ->
                                    lines.put(((ScalarNode) tuple.getValueNode()).getValue(), lineOf(mapping)));
                }
            }
        }
        return lines;
    }

    private static boolean isId(Node key) {
        return key instanceof ScalarNode scalar && scalar.getValue().equals("id");
    }

    List<Item> texts(String key) {
        List<Item> found = new ArrayList<>();
        int index = 0;
        for (Node node : elements(key)) {
            Item item = textOf(node, path(key) + "[" + index++ + "]");
            if (item != null) {
                found.add(item);
            }
        }
        return found;
    }

    /// Scalars as they are written, whatever YAML takes them for.
    List<Item> scalars(String key) {
        List<Item> found = new ArrayList<>();
        int index = 0;
        for (Node node : elements(key)) {
            String at = path(key) + "[" + index++ + "]";
            if (node instanceof ScalarNode scalar && !Tag.NULL.equals(scalar.getTag())) {
                found.add(new Item(scalar.getValue(), lineOf(node), at));
            } else {
                problems.add(lineOf(node), at, "must be a single value");
            }
        }
        return found;
    }

    private List<Node> elements(String key) {
        Node node = values.get(key);
        if (node == null) {
            return List.of();
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        problem(key, "must be a list");
        return List.of();
    }

    private @Nullable Item textOf(Node node, String at) {
        if (!(node instanceof ScalarNode scalar)) {
            problems.add(lineOf(node), at, "must be text");
            return null;
        }
        if (!Tag.STR.equals(scalar.getTag())) {
            String hint = Tag.NULL.equals(scalar.getTag()) ? "is empty" : "must be text: put it in quotes";
            problems.add(lineOf(node), at, hint);
            return null;
        }
        return new Item(scalar.getValue(), lineOf(node), at);
    }

    private void take(NodeTuple tuple, Keys known) {
        Node keyNode = tuple.getKeyNode();
        int at = lineOf(keyNode);
        if (!(keyNode instanceof ScalarNode scalar)) {
            problems.add(at, path, "a key must be text");
            return;
        }
        String key = scalar.getValue();
        Node value = tuple.getValueNode();
        if (!known.form().test(key)) {
            problems.add(at, path(shorten(key)), known.otherwise());
        } else if (value.getAnchor() != null || !PLAIN.contains(value.getTag())) {
            problems.add(lineOf(value), path(key), "YAML anchors, aliases and tags are not taken");
        } else if (values.putIfAbsent(key, value) != null) {
            problems.add(at, path(key), "is given twice");
        }
    }

    /// Which keys a mapping may have, and what is said of others.
    private record Keys(Predicate<String> form, String otherwise) {
        static Keys of(Set<String> known) {
            return new Keys(
                    known::contains,
                    "is not known here; known are "
                            + String.join(", ", known.stream().sorted().toList()));
        }
    }

    private static long parse(String digits) {
        try {
            return Long.parseLong(digits.replace("_", ""));
        } catch (NumberFormatException _) {
            return Long.MAX_VALUE;
        }
    }

    static String shorten(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private static int lineOf(Node node) {
        return node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
    }
}
