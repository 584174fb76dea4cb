import Preparation
import TestSupport
import Tables
import Testing

/// The data sets beside the repository, and the recipes in it.
enum Folders {
  /// The root of the repository.
  static let repository = String(
    #filePath.dropLast("/Tests/PreparationTests/ChinaPanelTests.swift".count))
  /// The folder with the data sets.
  static let data = "\(repository)/../shared/data"

  static func hasData(_ file: String) -> Bool {
    (try? InputFile.bytes(ofFile: "\(data)/\(file)")) != nil
  }

  /// Runs a shipped recipe.
  static func run(_ name: String) throws -> PreparationResult {
    let path = "\(repository)/Data/recipes/\(name).toml"
    return try RecipeRunner.run(recipe: try InputFile.bytes(ofFile: path), path: path)
  }
}

@Suite("Panels of real and of known data")
struct ChinaPanelTests {
  private static let file = "china_klem_cip/china_klem_cip.csv"

  /// The published real columns, rebuilt from the nominal ones.
  private static let rebuild = """
    [[step]]
    do = "read"
    file = "china_klem_cip/china_klem_cip.csv"
    as = "cip"
    unit = "code"
    time = "year"
    numbers = ["go_nom", "va_nom", "e_nom", "m_nom", "inv_nom", "go_2000", "va_2000", "e_2000", "m_2000", "k_2000"]
    indices = ["ppi_prev100", "p_go", "p_e", "p_m"]
    real = ["go_2000", "va_2000", "e_2000", "m_2000", "k_2000"]
    [[step]]
    do = "price-index"
    column = "ppi_prev100"
    base = 2000
    into = "p"
    [[step]]
    do = "deflate"
    columns = ["go_nom", "va_nom"]
    by = "p"
    into = ["go", "va"]
    [[step]]
    do = "deflate"
    columns = "e_nom"
    by = "p_e"
    into = "e"
    [[step]]
    do = "deflate"
    columns = "m_nom"
    by = "p_m"
    into = "m"
    [[step]]
    do = "combine-index"
    column = "p"
    weights = { CON = 0.6, MCH = 0.4 }
    into = "p_inv"
    [[step]]
    do = "deflate"
    columns = "inv_nom"
    by = "p_inv"
    into = "inv"

    """
  private static let panel = """
    [panel]
    unit = "code"
    columns = ["p", "p_go", "go", "go_2000", "va", "va_2000", "e", "e_2000", "m", "m_2000", "inv", "k_2000"]
    """

  private func run(_ recipe: String, delta: String = "") throws -> PreparationResult {
    try RecipeRunner.run(recipe: Array(recipe.utf8), path: "cip.toml") {
      (path) throws(TableError) in
      path == "delta.csv"
        ? Array(delta.utf8) : try InputFile.bytes(ofFile: "\(Folders.data)/\(path)")
    }
  }

  @Test(
    "nominal values and price indices rebuild the published real columns to their eight digits",
    .enabled(if: Folders.hasData(file), "needs ../shared/data/china_klem_cip"))
  func rebuild() throws {
    let found = try run(Self.rebuild + Self.panel)
    // A published number of eight digits is off by up to 5e-8 of itself where it begins with 1; a chain of
    // 17 indices by 17 times that. The bound is that of the worst case, the measure is printed.
    for (mine, published, bound) in [
      ("p", "p_go", 18 * 5.1e-8), ("go", "go_2000", 19 * 5.1e-8), ("va", "va_2000", 19 * 5.1e-8),
      ("e", "e_2000", 3 * 5.1e-8), ("m", "m_2000", 3 * 5.1e-8),
    ] {
      let pairs = zip(found.column(mine), found.column(published))
      let worst = pairs.map { abs($0 / $1 - 1) }.max() ?? .infinity
      print("  \(published): worst relative difference \(worst.rough) of 1147 cells")
      #expect(found.column(mine).count == 1147)
      #expect(worst <= bound)
    }
  }

  @Test(
    "perpetual inventory with the depreciation that the stocks imply gives the stocks back",
    .enabled(if: Folders.hasData(file), "needs ../shared/data/china_klem_cip"))
  func capital() throws {
    let flows = try run(Self.rebuild + Self.panel)
    var delta = "code,year,delta\n"
    var before: Double?
    for (row, (stock, investment)) in zip(flows.column("k_2000"), flows.column("inv")).enumerated()
    {
      let key = flows.panel.row(row)
      guard case .text(let unit) = key[0], case .integer(let year) = key[1] else { continue }
      let rate = year == 1987 ? nil : before.map { 1 - (stock - investment) / $0 }
      delta += "\(unit),\(year),\(rate?.shortest ?? "")\n"
      before = stock
    }
    let join = """
      [[step]]
      do = "read"
      file = "delta.csv"
      unit = "code"
      time = "year"
      rates = ["delta"]
      [[step]]
      do = "join"
      table = "cip"
      with = "delta"
      columns = ["delta"]

      """
    func capital(_ rate: String, _ into: String) -> String {
      """
      [[step]]
      do = "capital"
      investment = "inv"
      initial = "given"
      stock = "k_2000"
      stock_year = 1987
      \(rate)
      into = "\(into)"

      """
    }
    let found = try run(
      Self.rebuild + join + capital("rate_column = \"delta\"", "k")
        + capital("rate = 0.065", "k_constant")
        + "[panel]\nunit = \"code\"\ncolumns = [\"k\", \"k_constant\", \"k_2000\"]\n", delta: delta)
    let published = found.column("k_2000")
    let worst = zip(found.column("k"), published).map { abs($0 / $1 - 1) }.max() ?? .infinity
    #expect(worst < 1e-12)
    let negative = found.lines.count { $0.text.hasPrefix("negative depreciation rate") }
    #expect(negative > 0)
    var ratios: [Double] = []
    for (row, ratio) in zip(found.column("k_constant"), published).map({ $0 / $1 }).enumerated()
    where found.panel.row(row)[1] == .integer(2012) { ratios.append(ratio) }
    ratios.sort()
    print(
      "  implied rates: \(worst.rough) from k_2000, \(negative) of 1110 negative; 6.5 % for all: K of "
        + "2012 over k_2000 \(ratios.first?.fixed(2) ?? "") to \(ratios.last?.fixed(2) ?? ""), median "
        + (ratios.isEmpty ? "" : ratios[ratios.count / 2].fixed(2)))
    #expect(ratios.count == 37)
  }

  @Test("the recipe of the source paper finds the panel that its synthetic tables were made from")
  func knownTruth() throws {
    let found = try Folders.run("wang-2015")
    let truth = try NamedColumns(
      DelimitedText(path: "\(Folders.repository)/Data/recipes/wang-2015/truth.csv"),
      texts: ["industry"], numbers: ["year", "k", "l", "e", "m", "y", "va"])
    #expect(found.panel.rowCount == 36 * 14 && truth.lines.count == 36 * 14)
    var worst = 0.0
    for (row, unit) in truth.texts[0].enumerated() {
      #expect(found.panel.row(row)[0] == .text(unit))
      for (column, name) in ["k", "l", "e", "m", "y", "va"].enumerated() {
        guard let expected = truth.numbers[column + 1][row],
          case .number(let value) = found.panel.row(row)[column + 2]
        else {
          Issue.record("no \(name) in row \(row)")
          continue
        }
        worst = max(worst, abs(value / expected - 1))
      }
    }
    print("  worst relative difference of 3024 cells: \(worst.rough)")
    #expect(worst < 1e-12)
    #expect(found.study["subset"]?.texts?.count == 1)
    // What came by growth, from the new classification, and from shares of 2011 is told apart.
    let value = found.cells.rows.filter { $0[0] == .text("value_added") }
    #expect(value.count > 4)
  }

  @Test(
    "the shipped recipes of real data make balanced panels",
    .enabled(if: Folders.hasData(file), "needs ../shared/data"),
    arguments: [
      ("china-klem", 24 * 14, 13), ("china-industry35", 35 * 14, 12), ("us-klems", 63 * 27, 14),
    ])
  func shipped(name: String, rows: Int, columns: Int) throws {
    let found = try Folders.run(name)
    #expect(found.panel.rowCount == rows && found.panel.columns.count == columns)
    #expect(found.study["inputs"]?.isList == true)
  }

  @Test(
    "US values over prices are the account's own volumes",
    .enabled(if: Folders.hasData("us_klems/us_klems.csv"), "needs ../shared/data/us_klems"))
  func volumes() throws {
    let found = try Folders.run("us-klems")
    let published = try NamedColumns(
      DelimitedText(path: "\(Folders.data)/us_klems/us_klems.csv"), texts: ["industry"],
      numbers: ["r_k", "r_l", "r_e", "r_m", "r_s", "r_go"])
    for (column, name) in ["capital", "labour", "energy", "materials", "services", "gross_output"]
      .enumerated()
    {
      let worst =
        zip(found.column(name), published.numbers[column]).map { mine, theirs in
          abs(mine / (theirs ?? 0) - 1)
        }.max() ?? .infinity
      // Three numbers of eight digits, each off by up to 5e-8 of itself where it begins with 1.
      #expect(worst < 1.5e-7, "\(name)")
    }
  }
}
