package dev.tollgate.console.web;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What pages are written in.
public enum Language {
    ENGLISH("en", "English", Locale.ENGLISH, Locale.ENGLISH),
    CHINESE("zh-CN", "简体中文", Locale.CHINESE, Locale.SIMPLIFIED_CHINESE);

    private final String tag;
    private final String ownName;
    private final Locale words;
    private final Locale numbers;

    Language(String tag, String ownName, Locale words, Locale numbers) {
        this.tag = tag;
        this.ownName = ownName;
        this.words = words;
        this.numbers = numbers;
    }

    /// For `lang`, and for the cookie.
    public String tag() {
        return tag;
    }

    public String ownName() {
        return ownName;
    }

    /// By which messages are found.
    public Locale words() {
        return words;
    }

    /// By which numbers and times are written.
    public Locale numbers() {
        return numbers;
    }

    /// The one that was chosen, else the first of the browser's that we have, else English.
    static Language of(@Nullable String chosen, @Nullable String accepted) {
        for (Language language : values()) {
            if (language.tag.equals(chosen)) {
                return language;
            }
        }
        if (accepted != null && accepted.length() <= 1_000) {
            for (Locale.LanguageRange range : ranges(accepted)) {
                for (Language language : values()) {
                    if (range.getWeight() > 0 && range.getRange().startsWith(language.words.getLanguage())) {
                        return language;
                    }
                }
            }
        }
        return ENGLISH;
    }

    private static List<Locale.LanguageRange> ranges(String accepted) {
        try {
            return Locale.LanguageRange.parse(accepted);
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }
}
