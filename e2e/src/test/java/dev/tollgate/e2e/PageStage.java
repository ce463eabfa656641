package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// One visitor's browser before the Console: opens pages, looks at them in light, dark and on a narrow screen, and
/// keeps what went wrong. [#close] fails when anything did: an error of a script, a part that the page's policy
/// refused.
final class PageStage implements AutoCloseable {
    static final int WIDE = 1280;
    static final int HIGH = 800;
    private static final int NARROW = 360;
    private static final List<String> WCAG = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");
    private static final Path SHOTS = Path.of("target", "screenshots");

    private final BrowserContext context;
    private final Page page;
    private final URI console;
    private final List<String> errors = new ArrayList<>();
    private final AtomicLong bytes = new AtomicLong();
    private final double reportsBefore;

    PageStage(BrowserContext context, URI console) {
        this.context = context;
        this.console = console;
        this.page = context.newPage();
        this.reportsBefore = reports();
        page.setDefaultTimeout(15_000);
        page.onConsoleMessage(message -> {
            // A form that is refused is a 422: the browser calls that an error, and it is none.
            if (message.type().equals("error") && !message.text().contains("status of 4")) {
                errors.add(page.url() + ": " + message.text());
            }
        });
        page.onPageError(error -> errors.add(page.url() + ": " + error));
        CDPSession devTools = context.newCDPSession(page);
        devTools.send("Network.enable");
        devTools.on(
                "Network.loadingFinished",
                event -> bytes.addAndGet(event.get("encodedDataLength").getAsLong()));
    }

    Page page() {
        return page;
    }

    /// Opens a page and waits until all of it is there.
    ///
    /// @return how many bytes came over the line, compressed as they were
    long open(String path) {
        bytes.set(0);
        page.navigate(path);
        page.waitForLoadState(LoadState.NETWORKIDLE);
        return bytes.get();
    }

    /// Takes pictures of the page as it is, in light, in dark and on a narrow screen, and has each judged by the rules
    /// of WCAG 2.2 AA. Nothing may stick out of the narrow screen.
    void inspect(String name) {
        theme("light");
        look(name + "-light");
        theme("dark");
        look(name + "-dark");
        page.setViewportSize(NARROW, HIGH);
        look(name + "-dark-360");
        theme("light");
        look(name + "-360");
        assertThat(((Number) page.evaluate("document.documentElement.scrollWidth")).intValue())
                .as(name + " is as wide as its screen")
                .isLessThanOrEqualTo(NARROW);
        page.setViewportSize(WIDE, HIGH);
    }

    @Override
    public void close() {
        context.close();
        assertThat(errors).as("errors of pages").isEmpty();
        assertThat(reports()).as("reports of what policies refused").isEqualTo(reportsBefore);
    }

    private void theme(String theme) {
        page.evaluate(
                "theme => { document.documentElement.dataset.theme = theme;"
                        + " document.documentElement.dataset.bsTheme = theme; }",
                theme);
    }

    private void look(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SHOTS.resolve(name + ".png"))
                .setFullPage(true)
                .setAnimations(ScreenshotAnimations.DISABLED));
        List<String> violations = new AxeBuilder(page)
                .withTags(WCAG).setLegacyMode(true).analyze().getViolations().stream()
                        .map(rule -> rule.getId() + ": " + rule.getHelp() + " "
                                + rule.getNodes().stream()
                                        .map(node -> node.getHtml())
                                        .toList())
                        .toList();
        assertThat(violations).as(name).isEmpty();
    }

    private double reports() {
        HttpRequest request =
                HttpRequest.newBuilder(console.resolve("/q/metrics")).build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("tollgate_console_csp_reports_total"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
