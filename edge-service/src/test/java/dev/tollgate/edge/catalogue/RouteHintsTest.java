package dev.tollgate.edge.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteHintsTest {
    @Test
    void readsOrderOnlyAndIgnoreInAnyOrderWithSpaces() {
        assertThat(RouteHints.parse(" ignore = c ;order=openai/gpt-x, b;only=a"))
                .isEqualTo(new RouteHints(List.of("openai/gpt-x", "b"), Set.of("a"), Set.of("c")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "order",
                "order=",
                "order=a,,b",
                "order=a;order=b",
                "order=a;",
                "first=a",
                "=a",
                "only=,"
            })
    void isNoListOfHints(String text) {
        assertThat(RouteHints.parse(text)).isNull();
    }

    @Test
    void isBounded() {
        assertThat(RouteHints.parse("only=" + "a".repeat(2_000))).isNull();
        assertThat(RouteHints.parse("only=a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q")).isNull();
    }
}
