package dev.tollgate.billing.statement;

import dev.tollgate.billing.statement.Pages.Word;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/// Draws a sheet as PDF, its letters with it (Liberation Sans, which PDFBox brings: Latin, Greek, Cyrillic and
/// more); what it has no letter for is told by its number, `[U+4E2D]`. The same sheet gives the same bytes: there
/// is no time and nothing of chance in them.
final class Pdf {
    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
    private static final float UNITS_PER_POINT = 1000;
    /// Of one text: a document ends.
    private static final int LETTERS_MAX = 1_000;

    private Pdf() {}

    static byte[] of(Sheet sheet) {
        try (PDDocument document = new PDDocument()) {
            // Else it is made of the time.
            document.setDocumentId(1L);
            document.getDocumentInformation().setTitle(sheet.title());
            PDFont font = font(document);
            for (List<Word> words : Pages.of(sheet, new Letters(font))) {
                PDPage page = new PDPage(new PDRectangle(Pages.WIDTH, Pages.HEIGHT));
                document.addPage(page);
                try (PDPageContentStream out = new PDPageContentStream(document, page)) {
                    for (Word word : words) {
                        draw(out, font, word);
                    }
                }
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PDFont font(PDDocument document) throws IOException {
        try (InputStream in = Objects.requireNonNull(PDDocument.class.getResourceAsStream(FONT), FONT)) {
            return PDType0Font.load(document, in, true);
        }
    }

    private static void draw(PDPageContentStream out, PDFont font, Word word) throws IOException {
        float width = word.right() ? width(font, word.text(), word.size()) : 0;
        out.beginText();
        out.setFont(font, word.size());
        out.newLineAtOffset(word.x() - width, word.y());
        out.showText(word.text());
        out.endText();
    }

    private static float width(PDFont font, String text, float size) throws IOException {
        return font.getStringWidth(text) / UNITS_PER_POINT * size;
    }

    private record Letters(PDFont font) implements Pages.Type {
        @Override
        public String drawable(String text) {
            StringBuilder shown = new StringBuilder();
            int[] letters = text.codePoints().limit(LETTERS_MAX + 1L).toArray();
            for (int letter : letters.length > LETTERS_MAX ? Arrays.copyOf(letters, LETTERS_MAX) : letters) {
                String one = Character.toString(letter);
                shown.append(has(one) ? one : "[U+%04X]".formatted(letter));
            }
            return letters.length > LETTERS_MAX ? shown + "…" : shown.toString();
        }

        @Override
        public float width(String text, float size) {
            try {
                return Pdf.width(font, text, size);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private boolean has(String letter) {
            if (Character.isISOControl(letter.codePointAt(0))) {
                return false;
            }
            try {
                font.encode(letter);
                return true;
            } catch (IllegalArgumentException | IOException e) {
                return false; // The font's way to say that it has none.
            }
        }
    }
}
