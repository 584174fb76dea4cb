/// The style sheet of every page: sober, for screens of any width and for paper.
///
/// Light only, since the pictures are. Text has a contrast of 4.5 or more on every ground it stands on.
enum PageStyle {
  /// Digest of ``text`` for the policy of the page; a test recomputes it.
  static let hash = "sha256-66laAUwGKK6A7l2oZyV13PpIdQVkRl4XbyhYraXnChk="

  /// The whole style sheet.
  static let text = screen + tables + narrow + paper

  private static let screen = """

    :root { color-scheme: light; --ink: #1b1b1b; --pale: #545b63; --line: #c9ced4; --deep: #0b3a63;
      --link: #0b5394; --band: #f3f5f7; --ground: #fff;
      font: 16px/1.55 "Segoe UI", "Helvetica Neue", Arial, "Liberation Sans", "DejaVu Sans",
        "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
      color: var(--ink); background: var(--ground); -webkit-text-size-adjust: 100%; text-size-adjust: 100% }
    * { box-sizing: border-box }
    body { margin: 0; overflow-wrap: anywhere }
    a { color: var(--link); text-underline-offset: .15em }
    :focus-visible { outline: 3px solid #d55e00; outline-offset: 2px }
    main:focus { outline: none }
    .skip { position: absolute; left: 1rem; top: -4rem; padding: .5rem 1rem; background: #fff; z-index: 9 }
    .skip:focus { top: .5rem }
    .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
      white-space: nowrap }
    header, .columns, footer { max-width: 82rem; margin: 0 auto; padding: 0 2rem }
    header { border-top: .5rem solid var(--deep); padding-top: 2rem; padding-bottom: 1.5rem }
    h1, h2, h3 { line-height: 1.2; color: var(--deep); font-weight: 600; text-wrap: balance }
    h1 { font-size: 2.1rem; margin: 0; max-width: 34ch }
    .lead { font-size: 1.15rem; color: var(--pale); margin: .6rem 0 0; max-width: 70ch }
    h2 { font-size: 1.5rem; margin: 0 0 1rem; padding-top: .7rem; border-top: 2px solid var(--deep);
      scroll-margin-top: 1rem }
    h3 { font-size: 1.15rem; margin: 2rem 0 .6rem }
    section { margin-bottom: 3rem }
    p, ul, ol { max-width: 70ch; margin: 0 0 1rem }
    li { margin-bottom: .3rem }
    code { font: .92em/1.5 "Cascadia Mono", Consolas, Menlo, "Liberation Mono", "DejaVu Sans Mono",
      "Noto Sans Mono CJK SC", monospace; background: var(--band); padding: .05em .25em }
    .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(12.5rem, 1fr)); gap: 1rem;
      margin: 1.75rem 0 0 }
    .facts div { border-left: 4px solid var(--deep); background: var(--band); padding: .7rem .9rem }
    .facts dt { font-size: .875rem; color: var(--pale) }
    .facts dd { margin: 0; font-size: .875rem; color: var(--pale) }
    .facts dt + dd { font-size: 1.6rem; line-height: 1.25; font-weight: 600; color: var(--deep);
      font-variant-numeric: tabular-nums }
    .columns { display: grid; grid-template-columns: 13.5rem minmax(0, 1fr); gap: 2.5rem }
    nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow: auto; padding: .7rem .2rem;
      font-size: .9rem }
    nav summary { font-weight: 600; color: var(--deep); cursor: pointer }
    nav ol { list-style: none; padding: 0; margin: .4rem 0 0 }
    nav li { margin: 0; border-top: 1px solid var(--line) }
    nav a { display: block; padding: .4rem 0; text-decoration: none; line-height: 1.35 }
    nav a:hover { text-decoration: underline }
    .notice { max-width: 72ch; margin: 0 0 1.25rem; padding: .8rem 1rem; border-left: 6px solid #545b63;
      background: var(--band) }
    .notice p { margin: 0 0 .4rem }
    .notice p:last-child { margin: 0 }
    .success { border-color: #009e73; background: #edf8f4 }
    div.note { border-color: #0072b2; background: #eef5fa }
    .caution { border-color: #e69f00; background: #fdf6e7 }
    .failure { border-color: #d55e00; background: #fdf0e8 }
    .terms { margin: 0 0 1.5rem; border-bottom: 1px solid var(--line); max-width: 60rem }
    .terms div { display: grid; grid-template-columns: minmax(9rem, 15rem) 1fr; gap: .2rem 1.5rem;
      padding: .4rem 0; border-top: 1px solid var(--line) }
    .terms dt { font-weight: 600 }
    .terms dd { margin: 0 }
    .code { position: relative; margin: 0 0 1.25rem }
    .code pre { margin: 0; padding: .9rem 1rem; background: var(--band); border: 1px solid var(--line);
      white-space: pre-wrap }
    .code code { padding: 0; background: none; font-size: .85rem }
    .code button { margin-top: .4rem }
    button { font: inherit; font-size: .875rem; color: var(--link); background: #fff; cursor: pointer;
      border: 1px solid currentColor; border-radius: 2px; padding: .2rem .7rem; min-height: 1.75rem }
    button:hover { background: var(--band) }
    footer { border-top: 1px solid var(--line); padding-top: 1rem; padding-bottom: 2rem;
      font-size: .875rem; color: var(--pale) }
    footer p { margin: 0 0 .3rem }

    """

  private static let tables = """
    figure { margin: 0 0 2.25rem; scroll-margin-top: 1rem }
    figcaption { margin-bottom: .6rem }
    figcaption p { margin: 0; color: var(--pale); font-size: .9rem }
    figcaption p:first-child { color: var(--ink); font-size: 1rem; max-width: 80ch }
    figcaption b { color: var(--deep) }
    .part { font-weight: 600; margin: .8rem 0 .2rem }
    p.note { font-size: .85rem; color: var(--pale); margin: .3rem 0 0; max-width: 85ch }
    .save { font-size: .85rem; color: var(--pale); margin: .6rem 0 0; display: flex; flex-wrap: wrap;
      gap: .3rem .9rem; align-items: center }
    .save a { position: relative; padding: .25rem 0 }
    figure summary { cursor: pointer; color: var(--link); font-size: .9rem; padding: .3rem 0 }
    .wide { overflow-x: auto; max-width: 100%; position: relative }
    .fits { overflow: visible }
    .f > .wide { border: 1px solid var(--line); width: fit-content }
    svg { display: block }
    table { border-collapse: separate; border-spacing: 0; overflow-wrap: break-word; font-size: .84rem; line-height: 1.35;
      font-variant-numeric: tabular-nums lining-nums; border-top: 2px solid var(--deep);
      border-bottom: 2px solid var(--deep) }
    colgroup.band { background: var(--band) }
    th, td { padding: .3rem .6rem; text-align: right; vertical-align: baseline }
    td { white-space: nowrap; max-width: 24rem }
    td[dir], th[dir] { text-align: left }
    td.long { white-space: normal; min-width: 13rem }
    thead th { vertical-align: bottom; font-weight: 600; border-bottom: 1px solid var(--pale);
      min-width: 5ch; max-width: 11rem }
    thead td { border-bottom: 1px solid var(--pale) }
    thead [data-number] { text-align: right }
    thead [scope=colgroup] { text-align: center; border-bottom: 1px solid var(--line) }
    tbody th, tfoot th { font-weight: 400; min-width: 7rem; max-width: 20rem }
    tbody th:not([dir]), tfoot th:not([dir]) { min-width: 0 }
    tr:first-child > th:first-child, tbody th:first-child, tfoot th:first-child { position: sticky; left: 0;
      background: #fff; z-index: 1 }
    tbody tr:not(:first-child) > *, tfoot tr:not(:first-child) > * { border-top: 1px solid #e3e6e9 }
    tbody:not(:first-of-type) > tr:first-child > *, tfoot tr:first-child > * {
      border-top: 1px solid var(--pale) }
    .fits thead th { position: sticky; top: 0; background: #fff; z-index: 2 }
    .fits thead tr + tr th, .fits thead [rowspan], .fits thead [scope=colgroup] { position: static }
    .group th, .group th:first-child { font-weight: 600; color: var(--deep); background: var(--band) }
    tfoot > tr > *, tfoot th:first-child { font-weight: 600 }
    tr.high > *, tr.high > th:first-child { background: #fff6d6 }
    tbody tr:hover > *, tbody tr:hover > th:first-child { background-color: #eaf1f7 }
    td.b, tbody tr:hover > td.b { background: #d9edfa; box-shadow: inset 3px 0 #0072b2 }
    td.o, tbody tr:hover > td.o { background: #fdebcb; box-shadow: inset 3px 0 #d07f00 }
    td.g, tbody tr:hover > td.g { background: #d5f0e6; box-shadow: inset 3px 0 #009e73 }
    td.p, tbody tr:hover > td.p { background: #f7e3ee; box-shadow: inset 3px 0 #b8588e }
    td.n, tbody tr:hover > td.n { background: #e9ebed; box-shadow: inset 3px 0 #6c757d }
    small { font-size: .75rem; white-space: normal }
    sup { font-size: .7rem; line-height: 0; margin-left: .1em }
    th button { all: unset; box-sizing: border-box; cursor: pointer; font-weight: 600; min-height: 1.5rem;
      color: var(--link); display: inline-flex; align-items: flex-end; gap: .2em; text-align: inherit }
    th button:hover { text-decoration: underline; background: none }
    th button:focus-visible { outline: 3px solid #d55e00; outline-offset: 2px }
    th button span { width: .8em; flex: none; color: var(--pale); font-size: .85em }
    [aria-sort=ascending] button span, [aria-sort=descending] button span { color: var(--ink) }

    """

  private static let narrow = """
    @media (max-width: 63.99rem) {
      header, .columns, footer { padding-left: 1.25rem; padding-right: 1.25rem }
      .columns { display: block }
      nav { position: static; max-height: none; padding: .5rem .9rem; margin-bottom: 1.5rem;
        border: 1px solid var(--line); font-size: 1rem }
    }
    @media (max-width: 40rem) {
      h1 { font-size: 1.6rem }
      h2 { font-size: 1.3rem }
      header { padding-top: 1.25rem }
      .facts { grid-template-columns: 1fr 1fr; gap: .6rem }
      .facts div { padding: .5rem .6rem }
      .facts dt + dd { font-size: 1.2rem }
      .terms div { grid-template-columns: 1fr }
      tbody th, tfoot th { min-width: 6.5rem; max-width: 8.5rem }
      th, td { padding: .3rem .45rem }
    }

    """

  /// A4: contents and buttons left away, tables open, nothing cut.
  private static let paper = """
    @page { size: A4; margin: 16mm 15mm 18mm }
    @media print {
      :root { font-size: 10pt; --ink: #000; --pale: #333; --deep: #000; --link: #000 }
      nav, .skip, .save, button, .f details, .fold > summary { display: none }
      th button { display: contents; color: #000 }  /* buttons are not drawn in repeated headers */
      th button span { display: none }
      .fold::details-content { content-visibility: visible; block-size: auto; display: block }
      header, .columns, footer { padding: 0; max-width: none; display: block }
      header { border-top-width: 3pt; padding: 8pt 0 }
      section { margin-bottom: 18pt }
      h2, h3, figcaption { break-after: avoid }
      a { text-decoration: none }
      .facts { grid-template-columns: repeat(3, 1fr) }
      .facts div, .notice, .terms div, tr, .f, .code { break-inside: avoid }
      .wide, .fits { overflow: visible; border: 0 }
      .f > .wide { border: 0 }
      svg { max-width: 100%; height: auto; max-height: 215mm }
      table { font-size: 7.5pt; width: auto; max-width: 100% }
      th, td { padding: 1.5pt 3pt }
      table.many { font-size: 5.5pt }
      .many th, .many td { padding: 1pt 1.5pt }
      th, thead th, tbody th, tfoot th, td, td.long { min-width: 0; position: static; max-width: 55mm }
      thead { display: table-header-group }
      tfoot { display: table-row-group }
      .fits thead th, tr:first-child > th:first-child, tbody th:first-child, tfoot th:first-child {
        position: static }
    }

    """
}
