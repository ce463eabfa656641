package dev.tollgate.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    @Test
    void findsTheBlocksThatAFenceNames() {
        String text = """
                ## Kubernetes
                ```
                kubectl apply -k here
                ```
                ### More
                ```sh resources
                kubectl apply -f -
                ```
                """;
        assertThat(Readme.blocks(text, "Kubernetes", Pattern.compile("sh resources")))
                .containsExactly("kubectl apply -f -\n");
        assertThat(Readme.commands(text, "Kubernetes")).containsExactly("kubectl apply -k here\n");
    }

    @Test
    void findsTheCommandsOfOneSectionAndOfItsParts() {
        String text = """
                ## Start
                ```
                ./tollgate up
                ```
                ## Kubernetes
                ```
                kubectl apply -k here
                ```
                ### More
                ```python
                not this
                ```
                ```sh
                # a comment
                curl it
                ```
                ## Providers
                ```
                nor this
                ```
                """;
        assertThat(Readme.commands(text, "Kubernetes"))
                .containsExactly("kubectl apply -k here\n", "# a comment\ncurl it\n");
    }
}
