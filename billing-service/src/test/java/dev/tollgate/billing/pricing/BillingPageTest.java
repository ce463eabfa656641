package dev.tollgate.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.billing.v1.UnitPrice;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.money.Cost;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Every figure of `docs/billing.md` is what the code computes.
class BillingPageTest {
    private static final Path PAGE = Path.of("..", "docs", "billing.md");
    private static final String ARITHMETIC = "([0-9,]+) × ([0-9,]+) ÷ 10\\^6 = ([0-9,.]+)(?: → ([0-9,]+))?";
    private static final Pattern ROW =
            Pattern.compile("\\| `([a-z_]+)` \\| [^|]+ \\| `([^`]+)` \\| ([0-9,]+) \\| " + ARITHMETIC + " \\|");
    private static final Pattern PRICE = Pattern.compile(ARITHMETIC);
    private static final Pattern COMPONENT = Pattern.compile("([a-z_]+): " + ARITHMETIC);
    private static final Pattern BLOCK = Pattern.compile("```(charge|price)\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyClassHasARowWhosePriceAndExampleAreRight() throws IOException {
        List<MatchResult> rows = ROW.matcher(Files.readString(PAGE)).results().toList();
        Set<String> named = new TreeSet<>();
        for (MatchResult row : rows) {
            named.add(row.group(1));
            assertThat(number(row.group(5))).as(row.group()).isEqualTo(number(row.group(3)));
            assertThat(Cost.component(number(row.group(4)), number(row.group(5))))
                    .as(row.group())
                    .isEqualTo(rounded(row, 6));
            assertPriceIsOfItsKey(row);
        }
        assertThat(named)
                .isEqualTo(Arrays.stream(UsageClass.values())
                        .map(UsageClass::wireName)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /// The catalogue's key and credits become the nano-credits beside them.
    private static void assertPriceIsOfItsKey(MatchResult row) {
        String[] key = row.group(2).split(": ", -1);
        if (key.length == 1) {
            assertThat(row.group(2)).isEqualTo("(left out)");
            return;
        }
        long nanos = new BigDecimal(key[1]).movePointRight(9).longValueExact();
        long price = Arrays.stream(UnitPrice.values())
                .filter(unit -> unit.key().equals(key[0]))
                .findFirst()
                .map(unit -> {
                    assertThat(unit.usageClass().wireName()).isEqualTo(row.group(1));
                    return unit.nanosPerMillion(nanos);
                })
                .orElseGet(() -> {
                    assertThat(key[0]).isEqualTo(row.group(1));
                    return nanos;
                });
        assertThat(price).as(row.group()).isEqualTo(number(row.group(3)));
    }

    @Test
    void everyWorkedExampleIsRight() throws IOException {
        List<MatchResult> blocks =
                BLOCK.matcher(Files.readString(PAGE)).results().toList();
        assertThat(blocks).hasSize(7);
        for (MatchResult block : blocks) {
            if (block.group(1).equals("price")) {
                block.group(2).lines().forEach(BillingPageTest::assertEffectivePrice);
            } else {
                assertCharge(block.group(2).lines().toList());
            }
        }
    }

    private static void assertEffectivePrice(String line) {
        MatchResult price = only(PRICE, line);
        assertThat(Cost.effectivePrice(number(price.group(1)), number(price.group(2))))
                .as(line)
                .isEqualTo(rounded(price, 3));
    }

    private static void assertCharge(List<String> lines) {
        long sum = 0;
        for (String line : lines.subList(0, lines.size() - 1)) {
            MatchResult component = only(COMPONENT, line);
            UsageClass.valueOf(component.group(1).toUpperCase(Locale.ROOT));
            long cost = Cost.component(number(component.group(2)), number(component.group(3)));
            assertThat(cost).as(line).isEqualTo(rounded(component, 4));
            sum += cost;
        }
        String charge = lines.getLast();
        assertThat(charge).startsWith("charge: ");
        assertThat(number(charge.substring(charge.lastIndexOf(' ') + 1)))
                .as(charge)
                .isEqualTo(sum);
    }

    /// The exact quotient stands at this group, what it is rounded to, if anything, at the next.
    private static long rounded(MatchResult result, int exact) {
        BigDecimal quotient = new BigDecimal(result.group(exact).replace(",", ""));
        BigDecimal product = new BigDecimal(number(result.group(exact - 2)))
                .multiply(new BigDecimal(number(result.group(exact - 1))))
                .movePointLeft(6);
        assertThat(quotient).as(result.group()).isEqualByComparingTo(product);
        return result.group(exact + 1) == null ? quotient.longValueExact() : number(result.group(exact + 1));
    }

    private static MatchResult only(Pattern pattern, String line) {
        var matcher = pattern.matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        return matcher.toMatchResult();
    }

    private static long number(String text) {
        return Long.parseLong(text.replace(",", ""));
    }
}
