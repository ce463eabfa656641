package dev.tollgate.console.pricing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.console.web.Form;
import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.UsageClass;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The lines of a draft's form, and the draft that they make in the catalogue file's words. A line is one
/// tier: the first of a model's has no threshold. Amounts go as text, so that no digit is lost.
final class DraftLines {
    static final List<String> CLASSES = List.of(
            "input",
            "cached_input",
            "cache_write",
            "output",
            "reasoning",
            "audio_input",
            "image_input",
            "audio_output",
            "image_output",
            "image",
            "thousand_characters",
            "audio_minute",
            "search");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String AMOUNT = "\\d{1,9}(\\.\\d{1,9})?";
    private static final String ABOVE = ".above_input";
    private static final int ROWS_MAX = 200;

    private DraftLines() {}

    /// One line, by the beginning of its fields' names.
    record Row(String prefix) {
        public String name(String field) {
            return prefix + "." + field;
        }
    }

    /// @param kind `p` for prices, `c` for costs, `g` for multipliers
    static List<Row> rows(Form form, String kind) {
        Long count = form.number("rows_" + kind);
        return IntStream.range(0, (int) Math.min(count == null ? 0 : count, ROWS_MAX))
                .mapToObj(index -> new Row(kind + index))
                .toList();
    }

    /// Stores what is charged now, as lines from `first` on.
    ///
    /// @return the number of the line after them
    static int store(Form form, String kind, int first, String id, List<Tier> tiers, long multiplierPpm) {
        int next = first;
        for (Tier tier : tiers) {
            Row row = new Row(kind + next++);
            form.store(row.name("id"), id);
            if (tier.aboveInput() > 0) {
                form.store(row.prefix() + ABOVE, tier.aboveInput());
            }
            Map<UsageClass, Long> prices = tier.nanosPerMillion();
            if (prices.values().stream().allMatch(price -> price == 0)) {
                form.store(row.name("free"), "true");
                continue;
            }
            prices.forEach((usage, price) -> {
                if (!follows(usage, price, prices)) {
                    form.store(row.name(Amount.key(usage)), Amount.written(usage, price, multiplierPpm));
                }
            });
        }
        return next;
    }

    /// Whether the price is what the catalogue fills in where nothing is said.
    private static boolean follows(UsageClass usage, long price, Map<UsageClass, Long> prices) {
        long input = prices.getOrDefault(UsageClass.INPUT, 0L);
        long output = prices.getOrDefault(UsageClass.OUTPUT, 0L);
        return switch (usage) {
            case CACHE_WRITE, AUDIO_INPUT, IMAGE_INPUT -> price == input;
            case REASONING, AUDIO_OUTPUT, IMAGE_OUTPUT -> price == output;
            case INPUT, CACHED_INPUT, OUTPUT -> price == 0 && input == 0;
            case MILLI_IMAGES, CHARACTERS, AUDIO_MILLISECONDS, SEARCHES -> price == 0;
        };
    }

    static String text(Form form, PriceWords words) {
        ObjectNode draft = JSON.objectNode();
        put(draft, "models", priced(form, "p", "prices", words));
        put(draft, "deployments", priced(form, "c", "cost", words));
        put(draft, "groups", multipliers(form, words));
        ObjectNode withdrawn = withdrawn(form, words);
        if (!withdrawn.isEmpty()) {
            draft.set("withdraw", withdrawn);
        }
        if (draft.isEmpty() && !form.isWrong()) {
            form.markWhole(words.nothingTyped());
        }
        return draft.toString();
    }

    private static void put(ObjectNode draft, String key, ArrayNode list) {
        if (!list.isEmpty()) {
            draft.set(key, list);
        }
    }

    private static ArrayNode priced(Form form, String kind, String key, PriceWords words) {
        Map<String, ObjectNode> byId = new LinkedHashMap<>();
        for (Row row : rows(form, kind)) {
            String id = form.value(row.name("id"));
            ObjectNode amounts = amounts(form, row, words);
            String above = form.value(row.prefix() + ABOVE);
            if (id.isEmpty()) {
                if (!amounts.isEmpty()) {
                    form.mark(row.name("id"), words.choose());
                }
            } else if (above.isEmpty()) {
                byId.computeIfAbsent(id, _ -> JSON.objectNode()).setAll(amounts);
            } else {
                Long threshold = form.count(row.prefix() + ABOVE);
                amounts.put("above_input", threshold == null ? 0 : threshold);
                byId.computeIfAbsent(id, _ -> JSON.objectNode())
                        .withArrayProperty("tiers")
                        .add(amounts);
            }
        }
        ArrayNode list = JSON.arrayNode();
        byId.forEach((id, amounts) -> list.addObject().put("id", id).set(key, amounts));
        return list;
    }

    private static ObjectNode amounts(Form form, Row row, PriceWords words) {
        ObjectNode amounts = JSON.objectNode();
        for (String name : CLASSES) {
            String typed = form.value(row.name(name)).replaceAll("[,_\\s]", "");
            if (!typed.isEmpty()) {
                if (!typed.matches(AMOUNT)) {
                    form.mark(row.name(name), words.notAPrice());
                }
                amounts.put(name, typed);
            }
        }
        if (!form.chosen(row.name("free")).isEmpty()) {
            amounts.put("free", true);
        }
        return amounts;
    }

    private static ArrayNode multipliers(Form form, PriceWords words) {
        ArrayNode list = JSON.arrayNode();
        for (Row row : rows(form, "g")) {
            String id = form.value(row.name("id"));
            String multiplier = form.value(row.name("multiplier"));
            if (id.isEmpty() && multiplier.isEmpty()) {
                continue;
            }
            if (id.isEmpty()) {
                form.mark(row.name("id"), words.choose());
            }
            if (!multiplier.matches(AMOUNT)) {
                form.mark(row.name("multiplier"), words.notAMultiplier());
            }
            list.addObject().put("id", id).put("multiplier", multiplier);
        }
        return list;
    }

    /// One a line: `models: gpt-4o`.
    private static ObjectNode withdrawn(Form form, PriceWords words) {
        ObjectNode withdrawn = JSON.objectNode();
        for (String line : form.lines("withdraw")) {
            int colon = line.indexOf(':');
            String what = colon < 0 ? "" : line.substring(0, colon).strip();
            if (!List.of("models", "groups", "deployments").contains(what)) {
                form.mark("withdraw", words.withdrawHelp());
            } else {
                withdrawn.withArrayProperty(what).add(line.substring(colon + 1).strip());
            }
        }
        return withdrawn;
    }
}
