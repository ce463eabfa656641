package dev.tollgate.edge.guard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The words in a JSON body, and where they stand, so that they can be changed there and nowhere else.
final class JsonTexts {
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();
    private static final String TEXT = "text";
    private static final String TYPE = "type";

    /// @param end behind its closing quote
    private record Place(int start, int end, String text) {}

    private final byte[] body;
    private final List<Place> places;

    private JsonTexts(byte[] body, List<Place> places) {
        this.body = body;
        this.places = places;
    }

    /// Those of a body; null when it is no JSON that can be read: nobody may take it for a body without words.
    static @Nullable JsonTexts of(Buffer json, TextPlaces where) {
        byte[] body = json.getBytes();
        List<Place> places = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != null) {
                new Reader(parser, body, places).value(where, new ArrayList<>(0));
            }
        } catch (IOException e) {
            return null;
        }
        places.sort(Comparator.comparingInt(Place::start));
        return new JsonTexts(body, places);
    }

    List<String> texts() {
        return places.stream().map(Place::text).toList();
    }

    /// The body with these in the places of its texts; those that are the same stay byte for byte.
    Buffer with(List<String> texts) {
        Buffer said = Buffer.buffer(body.length);
        int at = 0;
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            if (!place.text().equals(texts.get(i))) {
                said.appendBytes(body, at, place.start() - at).appendString(quoted(texts.get(i)));
                at = place.end();
            }
        }
        return said.appendBytes(body, at, body.length - at);
    }

    /// As JSON writes a string. Half a character, which UTF-8 has no bytes for, is escaped.
    static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || isHalf(text, i)) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    private static boolean isHalf(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }

    /// Reads one body.
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares readers.
    private record Reader(JsonParser parser, byte[] body, List<Place> places) {
        /// @param where null when there are no words in it
        /// @param doubtful of the object around, where words stand that are some only if it is a text
        void value(@Nullable TextPlaces where, List<Place> doubtful) throws IOException {
            if (where == null) {
                parser.skipChildren();
                return;
            }
            switch (parser.currentToken()) {
                case START_OBJECT -> object(where);
                case START_ARRAY -> {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        value(where.element(), doubtful);
                    }
                }
                case VALUE_STRING -> {
                    if (where.isText()) {
                        (where.isOnlyOfText() ? doubtful : places).add(place());
                    }
                }
                default -> {}
            }
        }

        private void object(TextPlaces where) throws IOException {
            List<Place> doubtful = new ArrayList<>(1);
            boolean text = false;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals(TYPE) && parser.currentToken() == JsonToken.VALUE_STRING) {
                    text = parser.getText().equals(TEXT);
                }
                value(where.member(name), doubtful);
            }
            if (text) {
                places.addAll(doubtful);
            }
        }

        private Place place() throws IOException {
            int start = (int) parser.currentTokenLocation().getByteOffset();
            String text = parser.getText();
            int end = start + 1;
            while (body[end] != '"') {
                end += body[end] == '\\' ? 2 : 1;
            }
            return new Place(start, end + 1, text);
        }
    }
}
