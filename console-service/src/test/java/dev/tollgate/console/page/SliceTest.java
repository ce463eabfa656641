package dev.tollgate.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.page.Page;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SliceTest {
    private static final List<String> ROWS = List.of("a", "b", "c", "d", "e");

    @Test
    void pagesFollowOneAnotherThereAndBack() {
        Page<String> first = page(null, null);
        assertThat(first.data()).containsExactly("a", "b");
        assertThat(first.hasMore()).isTrue();
        Page<String> last = page("d", null);
        assertThat(last.data()).containsExactly("e");
        assertThat(last.hasMore()).isFalse();
        Page<String> back = page(null, "e");
        assertThat(back.data()).containsExactly("c", "d");
        assertThat(back.hasMore()).isTrue();
        assertThat(page(null, "c").hasMore()).isFalse();
    }

    @Test
    void aCursorThatIsGoneLeadsToTheBeginning() {
        assertThat(page("gone", null).data()).containsExactly("a", "b");
        assertThat(page(null, "gone").data()).isEmpty();
    }

    private static Page<String> page(@Nullable String after, @Nullable String before) {
        return Slice.of(ROWS, Function.identity(), new PageAsk(after, before, "2"));
    }
}
