#!/usr/bin/env python3
"""A page of results as a browser shows it: nothing fetched, nothing cut, readable, sortable, accessible.

    python3 scripts/verify/page.py PAGE.html [--tables 12] [--figures 12] [--screenshots FOLDER]

Opens the file in headless Chromium at the widths of a desktop, a tablet and a phone, and as it is printed;
fails on every error of the console, every request, missing tables or figures, parts wider than the window,
letters that are too small, tables that do not sort, details that do not open, files that do not download, and
violations of WCAG 2.1 A and AA or of the best practices of axe-core. One line for each finding; exit code 1
when there is one.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Browser, Page, sync_playwright

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
LEAST_LETTERS = 11.0  # pixels of the screen, after pictures were scaled
LARGEST_FILE = 2_000_000  # bytes
LONGEST_LIST = 8  # findings of one kind that are printed


@dataclass(frozen=True)
class Window:
    """A kind of screen."""

    name: str
    width: int
    height: int


WINDOWS = (Window("desktop", 1280, 900), Window("tablet", 820, 1180), Window("phone", 390, 844))


@dataclass
class Findings:
    """What is wrong, and how much was looked at."""

    lines: list[str] = field(default_factory=list)

    def add(self, place: str, what: str) -> None:
        """Keeps a finding and prints it."""
        self.lines.append(f"{place}: {what}")
        print(f"WRONG  {place}: {what}")

    def add_all(self, place: str, what: str, items: list[str]) -> None:
        """Keeps findings of one kind, of which the first are printed."""
        if items:
            more = f" and {len(items) - LONGEST_LIST} more" if len(items) > LONGEST_LIST else ""
            self.add(place, f"{what}: " + "; ".join(items[:LONGEST_LIST]) + more)


# Elements that show words of their own and letters below a size, as "size: words".
SMALL_LETTERS = """least => {
  const small = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const words = walker.currentNode.textContent.trim();
    const element = walker.currentNode.parentElement;
    if (!words || element.closest("script, style, .unseen, title, desc")) continue;
    if (!element.checkVisibility({ contentVisibilityAuto: true })) continue;
    let size = parseFloat(getComputedStyle(element).fontSize);
    const picture = element.closest("svg");
    if (picture) {
      const [box, own] = [picture.getBoundingClientRect(), element.getBoundingClientRect()];
      if (own.bottom <= box.top || own.top >= box.bottom) continue;  // kept for the saved picture
      size *= box.width / picture.viewBox.baseVal.width;
    }
    if (size < least - 0.05) small.push(size.toFixed(1) + " px: " + words.slice(0, 40));
  }
  return small;
}"""

# Parts that stick out of the window and do not scroll by themselves.
WIDER = """() => {
  const root = document.documentElement;
  const parts = root.scrollWidth > root.clientWidth
    ? ["page is " + root.scrollWidth + " of " + root.clientWidth + " px wide"] : [];
  for (const element of document.querySelectorAll("body *")) {
    if (element.closest(".wide, .unseen, .skip, svg") || !element.checkVisibility()) continue;
    const box = element.getBoundingClientRect();
    if (box.right > root.clientWidth + 1) parts.push(element.tagName + "." + element.className);
  }
  return parts;
}"""

# Parts that scroll sideways without being reachable by keyboard.
UNREACHABLE = """() => [...document.querySelectorAll(".wide")].filter(part =>
  part.checkVisibility() && part.scrollWidth > part.clientWidth + 1
  && (part.tabIndex !== 0 || getComputedStyle(part).overflowX !== "auto"))
  .map(part => part.firstElementChild.tagName + " in " + part.parentElement.id)"""

# The value of a column in every body of a table, null where missing, and the header's state.
COLUMN = """([table, column]) => {
  const element = document.querySelectorAll("table")[table];
  const header = element.querySelector(`thead [data-column="${column}"]`);
  const isNumber = "number" in header.dataset;
  const value = row => {
    const cell = row.cells[column];
    const text = (cell.dataset.v ?? cell.textContent).trim();
    if (text === "" || (isNumber && Number.isNaN(Number(text)))) return null;
    return isNumber ? Number(text) : text;
  };
  const rows = bodies => bodies.map(body =>
    [...body.rows].filter(row => row.className !== "group").map(row => [value(row), row.innerText]));
  return {
    state: header.getAttribute("aria-sort"), isNumber,
    bodies: rows([...element.tBodies]), sums: element.tFoot ? rows([element.tFoot]) : [],
    ordered: [...element.tBodies].every(body => {
      const words = new Intl.Collator(document.documentElement.lang, { numeric: true });
      const values = [...body.rows].filter(row => row.className !== "group").map(value);
      const sign = header.getAttribute("aria-sort") === "descending" ? -1 : 1;
      return values.every((next, index) => {
        if (index === 0) return true;
        const last = values[index - 1];
        if (last === null || next === null) return next === null;
        return sign * (isNumber ? next - last : words.compare(next, last)) >= 0;
      });
    }),
  };
}"""

SORTABLE = """() => [...document.querySelectorAll("table")].map((table, index) =>
  "sortable" in table.dataset
    ? [index, [...table.querySelectorAll("thead [data-column]")].map(cell => cell.dataset.column)]
    : null).filter(entry => entry)"""


def watch(page: Page, address: str, place: str, findings: Findings) -> None:
    """Notes whatever the page complains of or asks for."""
    page.on("console", lambda message: message.type in ("error", "warning")
            and findings.add(place, f"console: {message.text}"))
    page.on("pageerror", lambda error: findings.add(place, f"script: {error}"))
    page.on("request", lambda request: request.url.split("#")[0] != address
            and not request.url.startswith(("data:", "blob:"))
            and findings.add(place, f"request: {request.url[:200]}"))


@contextmanager
def opened(browser: Browser, address: str, window: Window, place: str, findings: Findings,
           script: bool = True) -> Iterator[Page]:
    """The page in a window of its own."""
    context = browser.new_context(viewport={"width": window.width, "height": window.height},
                                  java_script_enabled=script, accept_downloads=True)
    page = context.new_page()
    watch(page, address, place, findings)
    page.goto(address, wait_until="load")
    yield page
    context.close()


def open_details(page: Page, place: str, findings: Findings) -> int:
    """Clicks everything open that is closed, and returns how much that was."""
    closed = page.locator("details:not([open]) > summary")
    count = closed.count()
    for index in reversed(range(count)):
        closed.nth(index).click()
    page.wait_for_timeout(100)
    shut = page.evaluate("""() => [...document.querySelectorAll("details")]
      .filter(part => !part.open || [...part.children].some(child => !child.checkVisibility()))
      .map(part => part.innerText.slice(0, 40))""")
    findings.add_all(place, "details that do not open", shut)
    return count


def check_layout(page: Page, place: str, findings: Findings) -> None:
    """Widths and sizes of letters."""
    findings.add_all(place, "wider than the window", page.evaluate(WIDER))
    findings.add_all(place, "scrolls, but not by keyboard", page.evaluate(UNREACHABLE))
    findings.add_all(place, "letters too small", page.evaluate(SMALL_LETTERS, LEAST_LETTERS))


def check_accessibility(page: Page, place: str, findings: Findings) -> None:
    """The rules of axe-core, all that it finds; what it cannot decide is counted."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate(
        "tags => axe.run(document, { runOnly: tags, resultTypes: ['violations', 'incomplete'] })", AXE_TAGS)
    for violation in result["violations"]:
        nodes = [f"{node['html'][:90]} ({node['failureSummary'].splitlines()[-1].strip()})"
                 for node in violation["nodes"][:3]]
        findings.add(place, f"axe {violation['id']}, {len(violation['nodes'])} times: " + " | ".join(nodes))
    undecided = ", ".join(f"{rule['id']} {len(rule['nodes'])}" for rule in result["incomplete"])
    print(f"       {place}: {len(result['passes'])} rules passed"
          + (f"; left to people: {undecided}" if undecided else ""))


def check_counts(page: Page, options: argparse.Namespace, findings: Findings) -> None:
    """Tables and figures that are there against those that should be."""
    for kind, mark, wanted in (("table", "t", options.tables), ("figure", "f", options.figures)):
        promised = int(page.locator("main").get_attribute(f"data-{kind}s") or -1)
        found = page.locator(f"figure.{mark}").count()
        filled = page.locator(f"figure.{mark} > .wide > svg, figure.{mark} table").count()
        if found != promised or (wanted is not None and found != wanted):
            findings.add("page", f"{found} {kind}s; its own count is {promised}, {wanted} were asked for")
        if filled < found:
            findings.add("page", f"{found - filled} of {found} {kind}s are empty")
        print(f"       {found} {kind}s")
    empty = page.evaluate("""() => [...document.querySelectorAll("figure.f > .wide > svg")]
      .filter(svg => svg.querySelectorAll("path, rect, line").length < 3 || !svg.querySelector("title"))
      .map(svg => svg.closest("figure").id)""")
    findings.add_all("page", "pictures without marks or title", empty)
    ids = page.evaluate("() => [...document.querySelectorAll('[id]')].map(element => element.id)")
    findings.add_all("page", "identifiers used twice", sorted({i for i in ids if ids.count(i) > 1}))
    broken = page.evaluate("""() => [...document.querySelectorAll("a[href^='#']")]
      .filter(link => !document.getElementById(link.getAttribute("href").slice(1)))
      .map(link => link.outerHTML)""")
    findings.add_all("page", "links that lead nowhere", broken)


def check_sorting(page: Page, findings: Findings) -> None:
    """Every header of every sortable table: up, down, as it was; one table by keyboard."""
    clicks = 0
    for table, columns in page.evaluate(SORTABLE):
        for column in columns:
            place = f"table element {table + 1}, column {column}"
            before = page.evaluate(COLUMN, [table, column])
            button = page.locator("table").nth(table).locator(f'thead [data-column="{column}"] button')
            for state in ("ascending", "descending", "none"):
                if clicks % 2:
                    button.focus()
                    page.keyboard.press("Enter")
                else:
                    button.click()
                clicks += 1
                now = page.evaluate(COLUMN, [table, column])
                if now["state"] != state:
                    findings.add(place, f"found aria-sort {now['state']}; expected {state}")
                same = [sorted(map(str, rows)) for rows in now["bodies"]] == [
                    sorted(map(str, rows)) for rows in before["bodies"]]
                if not same or now["sums"] != before["sums"]:
                    findings.add(place, "rows lost or changed by sorting")
                if state == "none" and now["bodies"] != before["bodies"]:
                    findings.add(place, "not in the first order again")
                if state != "none" and not now["ordered"]:
                    findings.add(place, f"not {state}")
            said = page.locator("[role=status]").inner_text()
            if not said:
                findings.add(place, "sorting is not announced")
    print(f"       {clicks} clicks and keys on headers")


def check_downloads(page: Page, findings: Findings) -> None:
    """Every file that can be saved: its bytes are there, tables have the rows of the page, pictures are whole."""
    links = page.locator(".save a, .save button")
    total = 0
    for index in range(links.count()):
        place = f"download {index + 1}"
        with page.expect_download(timeout=10_000) as waiting:
            links.nth(index).click()
        download = waiting.value
        data = Path(download.path()).read_bytes()
        total += len(data)
        if download.suggested_filename.endswith(".csv"):
            text = data.decode("utf-8-sig")
            if text.count("\n") < 2:
                findings.add(place, f"{download.suggested_filename}: no rows")
        elif b"<title>" not in data or b'viewBox="0 0 ' not in data or b"http://www.w3.org/2000/svg" not in data:
            findings.add(place, f"{download.suggested_filename}: not a whole picture")
    print(f"       {links.count()} files saved, {total / 1e6:.2f} MB")


def check_copying(page: Page, findings: Findings) -> None:
    """Buttons that copy code say what they did."""
    for button in page.locator(".code button").all():
        button.click()
        page.wait_for_timeout(100)
        if button.inner_text() == "Copy":
            findings.add("copy", "the button did nothing")


def check_without_script(browser: Browser, address: str, findings: Findings) -> None:
    """The page is whole without its script: no dead buttons, details open, nothing wide."""
    with opened(browser, address, WINDOWS[0], "without script", findings, script=False) as page:
        if page.locator("button").count():
            findings.add("without script", "buttons that do nothing")
        summary = page.locator("main details > summary").first
        if summary.count():
            summary.click()
            if page.locator("main details[open]").count() == 0:
                findings.add("without script", "details do not open")
        if page.locator("td").count() == 0 and page.locator("figure.t").count():
            findings.add("without script", "no cells")


def keep_pictures(page: Page, folder: Path | None, name: str) -> None:
    """Pictures of what the window shows and of the whole page."""
    if folder is not None:
        page.evaluate("() => scrollTo(0, 0)")
        page.screenshot(path=folder / f"{name}-top.png")
        page.screenshot(path=folder / f"{name}-whole.png", full_page=True)


def check_print(browser: Browser, address: str, folder: Path | None, findings: Findings) -> None:
    """As printed on A4: nothing sticks out at the right, nothing of the screen is left."""
    paper = Window("paper", 680, 980)  # A4 at 96 pixels an inch, less its margins
    with opened(browser, address, paper, "print", findings) as page:
        page.emulate_media(media="print")
        wider = page.evaluate("""() => [...document.querySelectorAll("table, svg, p, pre")]
          .filter(part => part.checkVisibility()
            && part.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
          .map(part => part.tagName + " in " + (part.closest("figure") || part.parentElement).id)""")
        findings.add_all("print", "wider than the paper", wider)
        left = page.evaluate("""() => [...document.querySelectorAll("nav, .skip, .save, button")]
          .filter(part => part.checkVisibility() && !part.closest("th"))
          .map(part => part.outerHTML.slice(0, 60))""")
        findings.add_all("print", "of use on screens only", left)
        data = page.pdf(prefer_css_page_size=True, print_background=True,
                        path=folder / "page.pdf" if folder else None)
        print(f"       printed: {data.count(b'/Type /Page') - data.count(b'/Type /Pages')} pages, "
              f"{len(data) / 1e6:.2f} MB")


def check_window(browser: Browser, address: str, window: Window, options: argparse.Namespace,
                 findings: Findings) -> None:
    """All checks of one kind of screen."""
    with opened(browser, address, window, window.name, findings) as page:
        page.wait_for_timeout(200)
        keep_pictures(page, options.screenshots, window.name)
        check_layout(page, window.name, findings)
        check_accessibility(page, window.name, findings)
        if window is WINDOWS[0]:
            check_counts(page, options, findings)
        opened_count = open_details(page, window.name, findings)
        print(f"       {window.name}: {opened_count} details opened")
        check_layout(page, f"{window.name}, details open", findings)
        check_accessibility(page, f"{window.name}, details open", findings)
        if window is WINDOWS[0]:
            check_sorting(page, findings)
            check_downloads(page, findings)
            check_copying(page, findings)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("page", type=Path, help="file of the page")
    parser.add_argument("--tables", type=int, help="numbered tables that must be there")
    parser.add_argument("--figures", type=int, help="numbered figures that must be there")
    parser.add_argument("--screenshots", type=Path, help="folder for pictures and a PDF")
    parser.add_argument("--chromium", default="/usr/bin/chromium", help="the browser")
    options = parser.parse_args()
    if not options.page.is_file():
        parser.error(f"no file {options.page}")
    if options.screenshots:
        options.screenshots.mkdir(parents=True, exist_ok=True)
    findings = Findings()
    size = options.page.stat().st_size
    print(f"       {options.page.name}: {size / 1e6:.2f} MB")
    if size > LARGEST_FILE:
        findings.add("page", f"{size} bytes; at most {LARGEST_FILE} are wanted")
    address = options.page.resolve().as_uri()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.chromium, args=["--no-sandbox"])
        for window in WINDOWS:
            check_window(browser, address, window, options, findings)
        check_without_script(browser, address, findings)
        check_print(browser, address, options.screenshots, findings)
        browser.close()
    print(f"{len(findings.lines)} findings")
    return 1 if findings.lines else 0


if __name__ == "__main__":
    sys.exit(main())
