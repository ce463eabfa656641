package dev.tollgate.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A real browser for all tests of this JVM: Debian's, or the one that `CHROMIUM` names. Playwright brings the program
/// that drives it, and downloads none.
final class Chromium {
    private static final Path DEBIANS = Path.of("/usr/bin/chromium");
    private static @Nullable Chromium running;

    private final Playwright playwright;
    private final Browser browser;

    private Chromium() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        String own = System.getenv("CHROMIUM");
        // In a container the sandbox's own namespaces are not to be had; the pages are ours alone.
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(own == null || own.isBlank() ? DEBIANS : Path.of(own))
                        .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
    }

    /// A fresh visitor's browser, without a cookie.
    static synchronized PageStage open(URI console, boolean runsScripts) {
        Chromium chromium = running;
        if (chromium == null) {
            chromium = new Chromium();
            running = chromium;
            Playwright started = chromium.playwright;
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
        }
        return new PageStage(
                chromium.browser.newContext(new Browser.NewContextOptions()
                        .setBaseURL(Objects.toString(console))
                        .setJavaScriptEnabled(runsScripts)
                        .setViewportSize(PageStage.WIDE, PageStage.HIGH)
                        .setLocale("en-US")),
                console);
    }
}
