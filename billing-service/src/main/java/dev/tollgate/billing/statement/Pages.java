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

    private final List<List<Word>> pages = new ArrayList<>();
    private float y = HEIGHT - MARGIN;

    /// @param right whether `x` is where it ends, not where it begins
    record Word(float x, float y, float size, boolean right, String text) {}

    private Pages() {
        pages.add(new ArrayList<>());
    }

    static List<List<Word>> of(Sheet sheet) {
        Pages pages = new Pages();
        pages.put(TITLE, sheet.title());
        pages.y -= TITLE + LINE;
        sheet.head().forEach(pages::line);
        sheet.tables().forEach(pages::table);
        pages.y -= LINE;
        sheet.notes().forEach(pages::line);
        pages.number(sheet.title());
        return pages.pages;
    }

    private void line(String text) {
        need(LINE);
        put(TEXT, text);
        y -= LINE;
    }

    private void table(Sheet.Table table) {
        // A title does not stand alone at a page's end.
        need(5 * LINE);
        y -= LINE;
        put(HEADING, table.title());
        y -= LINE + 3;
        cells(table.columns());
        for (List<String> row : table.rows()) {
            if (need(LINE)) {
                cells(table.columns());
            }
            cells(row);
        }
    }

    private void cells(List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            float x = i == 0 ? MARGIN : RIGHT[i];
            page().add(new Word(x, y, TEXT, i > 0, cells.get(i)));
        }
        y -= LINE;
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
            String text = title + ", page " + (i + 1) + " of " + pages.size();
            pages.get(i).add(new Word(WIDTH - MARGIN, BOTTOM / 2, TEXT - 1, true, text));
        }
    }
}
