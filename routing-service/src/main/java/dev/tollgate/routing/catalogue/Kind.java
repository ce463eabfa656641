package dev.tollgate.routing.catalogue;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a catalogue is made of, in the order in which one kind refers to another.
enum Kind {
    PROVIDER,
    MODEL,
    DEPLOYMENT,
    GROUP;

    /// An object's name within the catalogue.
    record Named(Kind kind, String id) {
        @Override
        public String toString() {
            return kind.word() + " \"" + Section.shorten(id) + "\"";
        }
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The file's key and the path's part: `providers`.
    String plural() {
        return word() + "s";
    }

    static @Nullable Kind ofPlural(String text) {
        for (Kind kind : values()) {
            if (kind.plural().equals(text)) {
                return kind;
            }
        }
        return null;
    }

    Named named(String id) {
        return new Named(this, id);
    }
}
