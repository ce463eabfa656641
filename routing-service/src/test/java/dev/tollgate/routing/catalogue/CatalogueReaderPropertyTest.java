package dev.tollgate.routing.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.routing.catalogue.CatalogueFile.Reading;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class CatalogueReaderPropertyTest {
    private static final CatalogueReader READER = new CatalogueReader(1_000_000, name -> null);
    private static final int LENGTH = 1_200;

    @Property(tries = 2_000)
    void whateverIsCutOutOfAFileHasAnOutcome(
            @ForAll @IntRange(max = LENGTH) int from, @ForAll @IntRange(min = 1, max = 40) int count) {
        int to = Math.min(SampleFile.TEXT.length(), from + count);

        judge(SampleFile.TEXT.substring(0, from) + SampleFile.TEXT.substring(to));
    }

    @Property(tries = 1_000)
    void whateverIsPutIntoAFileHasAnOutcome(
            @ForAll @IntRange(max = LENGTH) int at, @ForAll @StringLength(max = 8) String noise) {
        judge(SampleFile.TEXT.substring(0, at) + noise + SampleFile.TEXT.substring(at));
    }

    @Property(tries = 500)
    void anyBytesHaveAnOutcome(@ForAll byte[] bytes) {
        assertThat(READER.read(bytes)).isInstanceOf(Reading.Invalid.class);
    }

    private static void judge(String text) {
        switch (READER.read(text.getBytes(StandardCharsets.UTF_8))) {
            case Reading.Valid valid -> assertThat(valid.file().providers()).isNotNull();
            case Reading.Invalid invalid ->
                assertThat(invalid.problems()).isNotEmpty().allSatisfy(problem -> {
                    assertThat(problem.line()).isBetween(1, text.split("\\R", -1).length + 1);
                    assertThat(problem.message()).isNotBlank();
                });
        }
    }
}
