package dev.tollgate.billing.statement;

import java.util.ArrayList;
import java.util.List;

/// Lays a sheet out on pages: what stands where, before anything is drawn.
final class Pages {
    static final float WIDTH = 595.28f;
    static final float HEIGHT = 841.89f;
    private static final float MARGIN = 50;
    private static final float BOTTOM = 60;
    private static final float LINE = 13;
    private static final float TEXT = 9;
    private static final float HEADING = 11;
    private static final float TITLE = 16;
    /// Where a table's columns end that are aligned to the right.
    private static final float[] RIGHT = {0, 400, WIDTH - MARGIN};
    private static final float WHOLE_LINE = WIDTH - 2 * MARGIN;
    /// What the first column may take, so that the second has room for a number.
    private static final float FIRST_COLUMN = 285;

    private final List<List<Word>> pages = new ArrayList<>();
    private final Type type;
    private float y = HEIGHT - MARGIN;

    /// The letters that pages are set in.
    interface Type {
        /// The text with what can be drawn in place of what can't.
        String drawable(String text);

        float width(String text, float size);
    }

    /// @param right whether `x` is where it ends, not where it begins
    record Word(float x, float y, float size, boolean right, String text) {}

    private Pages(Type type) {
        this.type = type;
        pages.add(new ArrayList<>());
    }

    static List<List<Word>> of(Sheet sheet, Type type) {
        Pages pages = new Pages(type);
        for (String line : pages.lines(sheet.title(), TITLE, WHOLE_LINE)) {
            pages.put(TITLE, line);
            pages.y -= TITLE;
        }
        pages.y -= LINE;
        sheet.head().forEach(pages::line);
        sheet.tables().forEach(pages::table);
        pages.y -= LINE;
        sheet.notes().forEach(pages::line);
        pages.number(sheet.title());
        return pages.pages;
    }

    private void line(String text) {
        for (String line : lines(text, TEXT, WHOLE_LINE)) {
            need(LINE);
            put(TEXT, line);
            y -= LINE;
        }
    }

    private void table(Sheet.Table table) {
        // A title does not stand alone at a page's end.
        need(5 * LINE);
        y -= LINE;
        put(HEADING, type.drawable(table.title()));
        y -= LINE + 3;
        cells(table.columns());
        for (List<String> row : table.rows()) {
            if (need(lines(row.getFirst(), TEXT, FIRST_COLUMN).size() * LINE)) {
                cells(table.columns());
            }
            cells(row);
        }
    }

    /// The numbers stand beside the first line of what they are of.
    private void cells(List<String> cells) {
        List<String> first = lines(cells.getFirst(), TEXT, FIRST_COLUMN);
        put(TEXT, first.getFirst());
        for (int i = 1; i < cells.size(); i++) {
            page().add(new Word(RIGHT[i], y, TEXT, true, type.drawable(cells.get(i))));
        }
        y -= LINE;
        for (String line : first.subList(1, first.size())) {
            put(TEXT, line);
            y -= LINE;
        }
    }

    /// Broken at a space where there is one, else wherever the room ends: nothing is left out. One at least.
    private List<String> lines(String text, float size, float room) {
        List<String> lines = new ArrayList<>();
        String rest = type.drawable(text);
        while (type.width(rest, size) > room) {
            int end = fitting(rest, size, room);
            int space = rest.lastIndexOf(' ', end);
            int cut = space > 0 ? space : end;
            lines.add(rest.substring(0, cut));
            rest = rest.substring(cut).stripLeading();
        }
        lines.add(rest);
        return lines;
    }

    /// How much of the beginning fits, by halves; one letter always does.
    private int fitting(String text, float size, float room) {
        int fits = 1;
        int tooMuch = text.length();
        while (tooMuch - fits > 1) {
            int middle = (fits + tooMuch) >>> 1;
            if (type.width(text.substring(0, middle), size) <= room) {
                fits = middle;
            } else {
                tooMuch = middle;
            }
        }
        return Character.isHighSurrogate(text.charAt(fits - 1)) && fits > 1 ? fits - 1 : fits;
    }

    private void put(float size, String text) {
        page().add(new Word(MARGIN, y, size, false, text));
    }

    /// @return whether a new page was begun
    private boolean need(float height) {
        if (y - height >= BOTTOM) {
            return false;
        }
        pages.add(new ArrayList<>());
        y = HEIGHT - MARGIN;
        return true;
    }

    private List<Word> page() {
        return pages.getLast();
    }

    private void number(String title) {
        for (int i = 0; i < pages.size(); i++) {
            String text = type.drawable(title) + ", page " + (i + 1) + " of " + pages.size();
            pages.get(i).add(new Word(WIDTH - MARGIN, BOTTOM / 2, TEXT - 1, true, text));
        }
    }
}
