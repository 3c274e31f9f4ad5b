package dev.holdfast.conformance.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.holdfast.conformance.StartsChildren;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The page in a real browser. It needs Chromium, which Debian and its kin install with {@code
 * apt-get install chromium}; without it these tests are skipped. What they saw stays in {@code
 * target/pages}.
 */
@StartsChildren
class PageTest {
  private static final Path PAGES = Path.of("target", "pages");
  private static final int PHONE = 360;

  /** Of all text that is shown: that which stands out too little, and by how much it does. */
  private static final String FAINT =
      """
      () => {
        const parse = c => (c.match(/[0-9.]+/g) || []).map(Number);
        const light = c => { const [r, g, b] = c.slice(0, 3).map(v => v / 255)
          .map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
          return .2126 * r + .7152 * g + .0722 * b; };
        const ground = e => {
          for (let at = e; at; at = at.parentElement) {
            const svg = at.tagName === 'svg' ? at.querySelector('.ground') : null;
            const c = parse(svg ? getComputedStyle(svg).fill : getComputedStyle(at).backgroundColor);
            if (c.length === 3 || c[3] > 0) return c;
          }
          return [255, 255, 255];
        };
        return [...document.querySelectorAll('body *')]
          .filter(e => !['STYLE', 'style', 'title', 'desc'].includes(e.tagName))
          .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
          .filter(e => e.getClientRects().length)
          .map(e => {
            const style = getComputedStyle(e);
            const ink = parse(e.tagName === 'text' ? style.fill : style.color);
            const [a, b] = [light(ink), light(ground(e))].sort((x, y) => y - x);
            return [(a + .05) / (b + .05), e.textContent.trim().slice(0, 40)];
          })
          .filter(([ratio]) => ratio < 4.5)
          .map(([ratio, text]) => ratio.toFixed(2) + ' ' + text);
      }
      """;

  private static Optional<Playwright> playwright = Optional.empty();
  private static Optional<Browser> browser = Optional.empty();

  private final List<String> complaints = new ArrayList<>();

  static Stream<Findings> all() {
    return Samples.all();
  }

  private static Optional<Path> chromium() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, "chromium"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @BeforeEach
  void aBrowser() {
    assumeTrue(
        chromium().isPresent(), "there is no chromium on the PATH: apt-get install chromium");
    if (browser.isEmpty()) {
      Map<String, String> noDownload = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
      playwright =
          Optional.of(Playwright.create(new Playwright.CreateOptions().setEnv(noDownload)));
      browser =
          Optional.of(
              playwright
                  .get()
                  .chromium()
                  .launch(
                      new BrowserType.LaunchOptions()
                          .setExecutablePath(chromium().get())
                          .setArgs(List.of("--no-sandbox"))));
    }
  }

  @AfterAll
  static void theEnd() {
    browser.ifPresent(Browser::close);
    playwright.ifPresent(Playwright::close);
  }

  private Page open(Findings findings, int width, ColorScheme scheme) throws IOException {
    Files.createDirectories(PAGES);
    Path file = Files.createTempFile(PAGES, "page", ".html").toAbsolutePath();
    Files.writeString(file, dev.holdfast.conformance.report.Page.text(findings));
    BrowserContext context =
        browser
            .orElseThrow()
            .newContext(
                new Browser.NewContextOptions().setViewportSize(width, 740).setColorScheme(scheme));
    Page page = context.newPage();
    String url = file.toUri().toString();
    page.onRequest(
        request -> {
          if (!request.url().equals(url) && !request.url().startsWith("data:")) {
            complaints.add("it asks for " + request.url());
          }
        });
    page.onConsoleMessage(message -> complaints.add(message.type() + ": " + message.text()));
    page.onPageError(complaints::add);
    page.navigate(url);
    Files.delete(file);
    return page;
  }

  private static void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setFullPage(true).setPath(PAGES.resolve(name + ".png")));
  }

  @ParameterizedTest
  @MethodSource("all")
  void aPhoneShowsItWithoutScrollingSideways(Findings findings) throws IOException {
    try (Page page = open(findings, PHONE, ColorScheme.LIGHT)) {
      picture(page, "phone-" + findings.verdict() + "-" + findings.reports().size());
      assertEquals(PHONE, page.evaluate("document.documentElement.scrollWidth"));
      assertEquals(PHONE, page.evaluate("innerWidth"));
      assertEquals(List.of(), complaints);
    }
  }

  @Test
  void onAPhoneARuleHasTheWholeWidth() throws IOException {
    try (Page page = open(Samples.inEveryRole(), PHONE, ColorScheme.LIGHT)) {
      Object narrowest =
          page.evaluate(
              "Math.min(...[...document.querySelectorAll('.matrix tbody th')]"
                  + ".map(e => e.clientWidth))");
      assertTrue((int) narrowest > PHONE * 9 / 10, narrowest::toString);
    }
  }

  @Test
  void aDiagramScrollsByItself() throws IOException {
    try (Page page = open(Samples.inEveryRole(), PHONE, ColorScheme.LIGHT)) {
      Object scrolls =
          page.evaluate(
              "[...document.querySelectorAll('.scroller')].map(e => e.scrollWidth > e.clientWidth)");
      assertTrue(scrolls.toString().contains("true"), scrolls::toString);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void itIsAsBrightAsItsReaderLikesAndReadable(ColorScheme scheme) throws IOException {
    try (Page page = open(Samples.inEveryRole(), 1000, scheme)) {
      String ground =
          (String) page.evaluate("getComputedStyle(document.documentElement).backgroundColor");
      assertEquals(scheme == ColorScheme.DARK ? "rgb(13, 17, 23)" : "rgb(255, 255, 255)", ground);
      assertEquals(List.of(), page.evaluate(FAINT));
      picture(page, scheme.name().toLowerCase(Locale.ROOT));
    }
    try (Page page = open(Samples.brokenDown(), PHONE, scheme)) {
      assertEquals(List.of(), page.evaluate(FAINT));
    }
  }

  @Test
  void whatIsWrongIsThereToRead() throws IOException {
    Findings findings = Samples.of("over-with-users", 60);
    try (Page page = open(findings, 1000, ColorScheme.LIGHT)) {
      for (String heading : List.of("Holdfast: ✗ FAIL", "What went wrong", "Rule by rule")) {
        Page.GetByRoleOptions named = new Page.GetByRoleOptions().setName(heading);
        assertTrue(page.getByRole(AriaRole.HEADING, named).isVisible(), heading);
      }
      String text = page.locator("#failure-1").innerText();
      FailureText.scenario(findings.failures().get(0).failure())
          .forEach(line -> assertTrue(text.contains(line.substring(6)), text));
      assertTrue(text.contains("conformance/holdfast replay failure-1.json -- sh -c"), text);
      assertTrue(page.locator("#failure-1 svg").isVisible());
      assertEquals(List.of(), complaints);
    }
  }

  @Test
  void whatWasRecordedIsThereToRead() throws IOException {
    try (Page page = open(Samples.recorded(), 1000, ColorScheme.LIGHT)) {
      String text = page.locator("#failure-1").innerText();
      for (String due :
          List.of(
              "REL-2",
              "device 'car <odd>' in some <&> trace, before line 11",
              "RELEASED",
              "NOT_HELD",
              "conformance/holdfast trace 'some <&> trace'")) {
        assertTrue(text.contains(due), text);
      }
      assertTrue(page.locator("#failure-1 svg").isVisible());
      assertEquals(0, page.locator("#failure-2 svg").count(), "nothing is known of it");
      picture(page, "recorded");
      assertEquals(List.of(), complaints);
    }
  }

  /** For those who hear the page, or find their way by its parts. */
  @Test
  void itsPartsHaveNames() throws IOException {
    try (Page page = open(Samples.inEveryRole(), 1000, ColorScheme.LIGHT)) {
      assertEquals(
          0, page.evaluate("document.querySelectorAll('table:not(:has(> caption))').length"));
      assertEquals("en", page.evaluate("document.documentElement.lang"));
      assertEquals(
          List.of(),
          page.evaluate(
              "[...document.querySelectorAll('[id]')].map(e => e.id)"
                  + ".filter((id, i, all) => all.indexOf(id) !== i)"));
      assertEquals(
          List.of(),
          page.evaluate(
              "[...document.querySelectorAll('[aria-labelledby]')]"
                  + ".flatMap(e => e.getAttribute('aria-labelledby').split(' '))"
                  + ".filter(id => !document.getElementById(id))"));
      @SuppressWarnings("unchecked")
      List<Integer> levels =
          (List<Integer>)
              page.evaluate(
                  "[...document.querySelectorAll('h1,h2,h3,h4')].map(e => Number(e.tagName[1]))");
      for (int i = 1; i < levels.size(); i++) {
        assertTrue(levels.get(i) <= levels.get(i - 1) + 1, levels::toString);
      }
    }
  }
}
