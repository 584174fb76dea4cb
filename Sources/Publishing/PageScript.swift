/// The script of every page: what a page without it lacks is listed at ``Page/html``.
///
/// It keeps to the page: nothing is fetched, stored or evaluated, and words reach the page as text only.
enum PageScript {
  /// Digest of ``text`` for the policy of the page; a test recomputes it.
  static let hash = "sha256-UOOtXpq3yjrNWLQcMytyH/Lgg+YhBFh2mVIL19w4btI="

  /// The whole script.
  static let text = "\n\"use strict\";\n{\n" + common + sorting + saving + fitting + "}\n"

  private static let common = """
    const all = (selector, root) => [...(root || document).querySelectorAll(selector)];
    const make = (name, words) => {
      const element = document.createElement(name);
      if (name === "button") element.type = "button";
      element.textContent = words || "";
      return element;
    };
    const spoken = make("p");
    spoken.className = "unseen";
    spoken.setAttribute("role", "status");
    document.querySelector("main").append(spoken);

    """

  /// Header cells become buttons: up, down, as it was; rows without a value stay at the end.
  private static let sorting = """
    const collator = language => {
      try { return new Intl.Collator(language, { numeric: true }); } catch { return collator(); }
    };
    const words = collator(document.documentElement.lang);
    const valueOf = (row, column, isNumber) => {
      const cell = row.cells[column];
      const text = (cell.dataset.v ?? cell.textContent).trim();
      const number = text === "" ? NaN : Number(text);
      return isNumber ? (Number.isNaN(number) ? null : number) : (text === "" ? null : text);
    };
    const sort = (table, header, button) => {
      const next = { none: "ascending", ascending: "descending", descending: "none" };
      const direction = next[header.getAttribute("aria-sort")];
      for (const other of all("[aria-sort]", table)) other.setAttribute("aria-sort", "none");
      for (const mark of all("th button span", table)) mark.textContent = "\\u2195";
      header.setAttribute("aria-sort", direction);
      button.lastChild.textContent =
        { none: "\\u2195", ascending: "\\u2191", descending: "\\u2193" }[direction];
      const column = Number(header.dataset.column);
      const isNumber = "number" in header.dataset;
      const sign = direction === "descending" ? -1 : 1;
      for (const [body, rows] of table.asFound) {
        const keyed = rows.map(row => [valueOf(row, column, isNumber), row]);
        if (direction !== "none") keyed.sort(([a], [b]) => {
          if (a === null || b === null) return (a === null) - (b === null);
          return sign * (isNumber ? a - b : words.compare(a, b));
        });
        body.append(...keyed.map(([, row]) => row));
      }
      spoken.textContent = direction === "none"
        ? "Rows in their first order" : "Sorted by " + button.firstChild.textContent + ", " + direction;
    };
    for (const table of all("table[data-sortable]")) {
      table.asFound = [...table.tBodies].map(body =>
        [body, [...body.rows].filter(row => row.className !== "group")]);
      for (const header of all("thead [data-column]", table)) {
        const button = make("button", header.textContent);
        const mark = make("span", "\\u2195");
        mark.setAttribute("aria-hidden", "true");
        button.append(mark);
        button.addEventListener("click", () => sort(table, header, button));
        header.replaceChildren(button);
        header.setAttribute("aria-sort", "none");
      }
    }

    """

  /// Buttons that save a picture whole and copy lines of code.
  private static let saving = """
    const save = (svg, name) => {
      const copy = svg.cloneNode(true);
      const [width, height] = [svg.dataset.width, svg.dataset.height];
      copy.setAttribute("width", width);
      copy.setAttribute("height", height);
      copy.setAttribute("viewBox", "0 0 " + width + " " + height);
      const file = new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" });
      const link = make("a");
      link.href = URL.createObjectURL(file);
      link.download = name + ".svg";
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    };
    for (const figure of all("figure.f")) {
      const pictures = all(".wide > svg", figure);
      pictures.forEach((svg, index) => {
        const part = pictures.length > 1 ? "-" + (index + 1) : "";
        const button = make("button", "Picture" + part.replace("-", " ") + " (SVG)");
        const of = make("span", " of " + figure.id.replace("-", " "));
        of.className = "unseen";
        button.append(of);
        button.addEventListener("click", () => save(svg, figure.dataset.name + part));
        figure.querySelector(".save").append(button);
      });
    }
    for (const code of all(".code")) {
      const button = make("button", "Copy");
      const lines = code.querySelector("code");
      button.addEventListener("click", async () => {
        getSelection().selectAllChildren(lines);
        let done = false;
        try {
          await navigator.clipboard.writeText(lines.textContent);
          done = true;
        } catch { done = document.execCommand("copy"); }
        spoken.textContent = button.textContent = done ? "Copied" : "Selected: press Ctrl+C";
      });
      code.append(button);
    }

    """

  /// Contents are closed on narrow screens; tables and pictures that fit need no scrolling of their own.
  private static let fitting = """
    const narrow = matchMedia("(max-width: 63.99rem)");
    const contents = document.querySelector("nav details");
    const fold = () => { contents.open = !narrow.matches; };
    narrow.addEventListener("change", fold);
    fold();
    const fit = region => {
      const fits = region.firstElementChild.getBoundingClientRect().width <= region.clientWidth + 1;
      if (fits === region.classList.contains("fits")) return;
      region.classList.toggle("fits", fits);
      if (fits) for (const name of ["tabindex", "role", "aria-label"]) region.removeAttribute(name);
      else {
        region.tabIndex = 0;
        region.setAttribute("role", "region");
        region.setAttribute("aria-label", region.label);
      }
    };
    const watch = new ResizeObserver(entries => entries.forEach(entry => fit(entry.target)));
    for (const region of all(".wide")) {
      region.label = region.getAttribute("aria-label");
      watch.observe(region);
    }

    """
}
