package dev.tollgate.billing.pricing;

import java.io.StringReader;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// A place in a YAML file that knows its line and path. Scalars stay text: a number never passes through a double.
///
/// @param path as the catalogue's problems name it: `models[3].prices.input`
record YamlNode(Node node, String path) {
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(?:\\.([0-9]{1,18}))?");
    private static final Pattern WHOLE = Pattern.compile("[0-9](_?[0-9]){0,17}");

    /// @throws Unfit when it is not one YAML document that is a mapping
    static YamlNode parse(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(1);
        try {
            Node root = new Yaml(options).compose(new StringReader(text));
            if (root == null) {
                throw new Unfit("line 1: the file is empty");
            }
            return new YamlNode(root, "");
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new Unfit("line " + line + ": not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new Unfit("line 1: not YAML");
        }
    }

    /// The value of a key, or null when it is not there or empty.
    @Nullable
    YamlNode get(String key) {
        Node value = fields().get(key);
        return value == null ? null : new YamlNode(value, path.isEmpty() ? key : path + "." + key);
    }

    YamlNode required(String key) {
        YamlNode value = get(key);
        if (value == null) {
            throw unfit(key + " is missing");
        }
        return value;
    }

    Set<String> keys() {
        return fields().keySet();
    }

    List<YamlNode> items() {
        if (!(node instanceof SequenceNode sequence)) {
            throw unfit("must be a list");
        }
        List<Node> nodes = sequence.getValue();
        return IntStream.range(0, nodes.size())
                .mapToObj(i -> new YamlNode(nodes.get(i), path + "[" + i + "]"))
                .toList();
    }

    String text() {
        if (!(node instanceof ScalarNode scalar)) {
            throw unfit("must be a single value");
        }
        return scalar.getValue();
    }

    /// A plain decimal, exactly, in units of 10^-decimals; its forms are those that routing takes.
    long decimal(int decimals) {
        Matcher matcher = DECIMAL.matcher(text());
        if (!matcher.matches()) {
            throw unfit("must be a plain decimal number, not negative");
        }
        String places = matcher.group(1);
        if (places != null && places.length() > decimals) {
            throw unfit("must be exact to " + decimals + " decimals");
        }
        return new BigDecimal(text()).movePointRight(decimals).longValueExact();
    }

    /// A whole number of at most this; underscores may part its digits.
    long whole(long most) {
        String text = text();
        if (!WHOLE.matcher(text).matches()) {
            throw unfit("must be a whole number");
        }
        long number = Long.parseLong(text.replace("_", ""));
        if (number > most) {
            throw unfit("must be at most " + most);
        }
        return number;
    }

    Unfit unfit(String message) {
        int line = node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
        return new Unfit("line " + line + ": " + (path.isEmpty() ? "" : path + ": ") + message);
    }

    private Map<String, Node> fields() {
        if (!(node instanceof MappingNode mapping)) {
            throw unfit("must be a mapping");
        }
        Map<String, Node> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (fields.put(key, tuple.getValueNode()) != null) {
                throw unfit(key + " is given twice");
            }
        }
        return fields;
    }

    /// Says what is wrong, with line and field.
    static final class Unfit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String problem;

        Unfit(String problem) {
            super(problem, null, false, false);
            this.problem = problem;
        }

        String problem() {
            return problem;
        }
    }
}
