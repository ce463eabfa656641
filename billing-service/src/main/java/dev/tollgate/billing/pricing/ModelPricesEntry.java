package dev.tollgate.billing.pricing;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.PriceRules;
import dev.tollgate.contract.billing.v1.UnitPrice;
import dev.tollgate.contract.billing.v1.UsageClass;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One entry of a `model_prices` file.
///
/// @param provider as the format calls it; empty when it does not say
/// @param usd tier's threshold → class → USD per unit of the class, exact; 0 is the first tier
/// @param leftOut fields of a price that have no class here
/// @param problem what cannot be read of it, or empty
record ModelPricesEntry(
        String name,
        String provider,
        Map<Long, Map<UsageClass, BigDecimal>> usd,
        List<String> leftOut,
        String problem) {
    private static final Pattern TIER = Pattern.compile("(.+)_above_([0-9]{1,6})k_tokens");
    private static final Pattern PRICE = Pattern.compile(".*(cost|price).*");
    /// Digits and exponents beyond these are no price, and would make arithmetic slow.
    private static final int SCALE_MAX = 40;
    private static final int PRECISION_MAX = 30;
    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000L);
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final BigInteger CREDIT = BigInteger.valueOf(1_000_000_000L);

    private static final Map<String, Field> FIELDS = Map.ofEntries(
            Map.entry("input_cost_per_token", new Field(UsageClass.INPUT, 1)),
            Map.entry("cache_read_input_token_cost", new Field(UsageClass.CACHED_INPUT, 1)),
            Map.entry("cache_creation_input_token_cost", new Field(UsageClass.CACHE_WRITE, 1)),
            Map.entry("input_cost_per_audio_token", new Field(UsageClass.AUDIO_INPUT, 1)),
            Map.entry("input_cost_per_image_token", new Field(UsageClass.IMAGE_INPUT, 1)),
            Map.entry("output_cost_per_token", new Field(UsageClass.OUTPUT, 1)),
            Map.entry("output_cost_per_reasoning_token", new Field(UsageClass.REASONING, 1)),
            Map.entry("output_cost_per_audio_token", new Field(UsageClass.AUDIO_OUTPUT, 1)),
            Map.entry("output_cost_per_image_token", new Field(UsageClass.IMAGE_OUTPUT, 1)),
            Map.entry("output_cost_per_image", new Field(UsageClass.MILLI_IMAGES, 1_000)),
            Map.entry("input_cost_per_character", new Field(UsageClass.CHARACTERS, 1)),
            Map.entry("input_cost_per_second", new Field(UsageClass.AUDIO_MILLISECONDS, 1_000)),
            Map.entry("input_cost_per_query", new Field(UsageClass.SEARCHES, 1)));

    /// Reads on from an object's beginning to its end.
    static ModelPricesEntry read(String name, JsonParser parser) throws IOException {
        String provider = "";
        Map<Long, Map<UsageClass, BigDecimal>> usd = new TreeMap<>();
        List<String> leftOut = new ArrayList<>();
        String problem = "";
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (field.equals("litellm_provider") && value == JsonToken.VALUE_STRING) {
                provider = parser.getText();
            } else if (value.isStructStart()) {
                parser.skipChildren();
            } else if (PRICE.matcher(field).matches() && value != JsonToken.VALUE_NULL) {
                Matcher tier = TIER.matcher(field);
                Field known = FIELDS.get(tier.matches() ? tier.group(1) : field);
                if (!value.isNumeric()) {
                    problem = known == null ? problem : field + " is not a number";
                    continue;
                }
                BigDecimal price = parser.getDecimalValue();
                if (known == null) {
                    if (price.signum() != 0) {
                        leftOut.add(field);
                    }
                } else if (isAbsurd(price)) {
                    problem = field + " is no price";
                } else {
                    usd.computeIfAbsent(
                                    tier.matches() ? Long.parseLong(tier.group(2)) * 1_000 : 0,
                                    _ -> new EnumMap<>(UsageClass.class))
                            .put(known.usage(), price.divide(BigDecimal.valueOf(known.counted())));
                }
            }
        }
        return new ModelPricesEntry(
                name, provider, usd, leftOut.stream().sorted().toList(), problem);
    }

    private static boolean isAbsurd(BigDecimal price) {
        return price.signum() < 0
                || price.precision() > PRECISION_MAX
                || price.scale() > SCALE_MAX
                || price.scale() < -SCALE_MAX;
    }

    /// Its price for a model that serves this, or why it has none.
    Fitted fit(Set<String> capabilities, Rate rate) {
        Map<UsageClass, BigDecimal> first = usd.getOrDefault(0L, Map.of());
        if (!problem.isEmpty()) {
            return new Fitted.Unfit(problem);
        }
        if (usd.values().stream().flatMap(prices -> prices.values().stream()).allMatch(price -> price.signum() == 0)) {
            return new Fitted.Unfit("it has no price, or only zeros: say free: true in the catalogue");
        }
        List<PriceRules.Gap> gaps = PriceRules.gaps(capabilities, keys(first));
        if (!gaps.isEmpty()) {
            PriceRules.Gap gap = gaps.getFirst();
            return new Fitted.Unfit((gap.key() == null ? "its prices" : gap.key()) + " " + gap.message());
        }
        List<Tier> tiers = new ArrayList<>();
        Set<String> left = new LinkedHashSet<>();
        for (Map.Entry<Long, Map<UsageClass, BigDecimal>> tier : usd.entrySet()) {
            // What a tier does not say goes on as before it.
            Map<UsageClass, BigDecimal> prices = new EnumMap<>(UsageClass.class);
            prices.putAll(first);
            prices.putAll(tier.getValue());
            Map<UsageClass, Long> nanos = new EnumMap<>(UsageClass.class);
            prices.forEach((usage, price) -> {
                BigInteger exact = rate.nanosPerMillion(price);
                if (exact.compareTo(max(usage)) > 0) {
                    left.add(usage.wireName());
                } else {
                    nanos.put(usage, exact.longValueExact());
                }
            });
            tiers.add(new Tier(tier.getKey(), PriceReader.filled(nanos)));
        }
        return left.isEmpty()
                ? new Fitted.Price(new BasePrice(tiers), leftOut)
                : new Fitted.Unfit(left.iterator().next() + " is dearer than any price may be");
    }

    private static BigInteger max(UsageClass usage) {
        return usage.isInput() || usage.isOutput()
                ? CREDIT.multiply(BigInteger.valueOf(PriceRules.TOKEN_CREDITS_MAX))
                : CREDIT.multiply(MILLION.toBigInteger()).multiply(BigInteger.valueOf(PriceRules.UNIT_CREDITS_MAX));
    }

    /// As the catalogue's rules call them.
    private static Set<String> keys(Map<UsageClass, BigDecimal> prices) {
        Set<String> keys = new LinkedHashSet<>();
        prices.keySet().forEach(usage -> keys.add(usage.wireName()));
        for (UnitPrice unit : UnitPrice.values()) {
            if (keys.remove(unit.usageClass().wireName())) {
                keys.add(unit.key());
            }
        }
        return keys;
    }

    /// @param usdPerCredit exact, above 0
    record Rate(BigDecimal usdPerCredit, long markupPpm) {
        /// Rounded once, half to even.
        BigInteger nanosPerMillion(BigDecimal usdPerUnit) {
            return usdPerUnit
                    .multiply(MILLION)
                    .multiply(NANOS)
                    .multiply(BigDecimal.valueOf(markupPpm))
                    .divide(usdPerCredit.multiply(MILLION), 0, RoundingMode.HALF_EVEN)
                    .toBigInteger();
        }
    }

    /// What an entry comes to.
    sealed interface Fitted {
        record Price(BasePrice price, List<String> leftOut) implements Fitted {}

        record Unfit(String why) implements Fitted {}
    }

    /// @param counted how many of the class the format's unit is
    private record Field(UsageClass usage, long counted) {}
}
