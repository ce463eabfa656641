package dev.tollgate.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import dev.tollgate.local.architecture.ArchitectureRules;
import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class WordsTest {
    private static final Path MESSAGES = Path.of("src/main/resources/messages");

    @Test
    void everyMessageHasItsChineseTextWithTheSameParameters() throws IOException {
        List<String> wrong = new ArrayList<>();
        Map<String, Class<?>> bundles = bundles();
        for (Map.Entry<String, Class<?>> bundle : bundles.entrySet()) {
            Properties chinese = read(bundle.getKey());
            for (Method message : bundle.getValue().getDeclaredMethods()) {
                String text = chinese.getProperty(message.getName(), "");
                String english = message.getAnnotation(Message.class).value();
                boolean complete = !text.isBlank()
                        && Arrays.stream(message.getParameters())
                                .map(Parameter::getName)
                                .allMatch(name -> english.contains("{" + name) && text.contains("{" + name));
                if (!complete) {
                    wrong.add(bundle.getKey() + "." + message.getName());
                }
                chinese.remove(message.getName());
            }
            chinese.stringPropertyNames().forEach(left -> wrong.add(bundle.getKey() + ": nobody says " + left));
        }
        assertThat(wrong).isEmpty();
        try (var files = Files.list(MESSAGES)) {
            assertThat(new TreeSet<>(
                            files.map(file -> file.getFileName().toString()).toList()))
                    .isEqualTo(new TreeSet<>(bundles.keySet().stream()
                            .map(name -> name + "_zh.properties")
                            .toList()));
        }
    }

    private static Map<String, Class<?>> bundles() {
        Map<String, Class<?>> bundles = new TreeMap<>();
        for (JavaClass known : ArchitectureRules.mainClasses("dev.tollgate.console")) {
            if (known.isAnnotatedWith(MessageBundle.class)) {
                bundles.put(known.getAnnotationOfType(MessageBundle.class).value(), known.reflect());
            }
        }
        assertThat(bundles).isNotEmpty();
        return bundles;
    }

    private static Properties read(String bundle) throws IOException {
        Properties properties = new Properties();
        try (var in = Files.newBufferedReader(MESSAGES.resolve(bundle + "_zh.properties"))) {
            properties.load(in);
        }
        return properties;
    }
}
