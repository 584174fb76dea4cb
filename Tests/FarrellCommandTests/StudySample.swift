import Glibc
import TestSupport

/// A small study from raw tables: its table, its recipe, and what it leaves.
struct StudySample {
  /// Names of the sectors.
  var units = ["Coal", "Steel", "Power", "Glass", "Paper", "Food", "Textiles"]
  /// Settings that the recipe ends with.
  var study = Self.settings
  /// Column that the recipe reads gross output from.
  var output = "go"
  /// Factor of all output; another makes other data.
  var scale = 1.0

  static let settings = """
    inputs = ["capital", "labour"]
    outputs = ["output"]
    period = ["early=2001..2002", "late=2003..2003"]
    pairs = ["capital:labour"]
    prices = ["capital=rate", "labour=wage"]
    subset = ["heavy=Coal,Steel,Power"]
    replicates = 40
    seed = 3

    """

  /// The same settings as flags of `farrell bootstrap`.
  static let flags = [
    "--unit", "sector", "--time", "year", "--inputs", "capital,labour", "--outputs", "output",
    "--period", "early=2001..2002", "--period", "late=2003..2003", "--pairs", "capital:labour",
    "--prices", "capital=rate", "--prices", "labour=wage", "--subset", "heavy=Coal,Steel,Power",
    "--replicates", "40", "--seed", "3", "--quiet",
  ]

  /// Nominal output and investment, producer prices, a first stock, hours, and prices of the inputs.
  var table: String {
    var random = SplitMix64(seed: 5)
    func draw(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &random) }
    var text = "unit,year,\(output),ppi,inv,stock,hours,wage,rate\n"
    for unit in units {
      for year in 2000..<2004 {
        let t = Double(year - 2000)
        let numbers = [
          scale * 100 * exp(draw(0...1) + 0.1 * t), 100 + draw(-3...6), draw(10...30),
        ]
        text += "\(unit.quotedForCSV),\(year),\(numbers.map(\.description).joined(separator: ",")),"
        text += (year == 2000 ? draw(100...300).description : "") + ","
        text +=
          "\(draw(8...20) * (1 - 0.05 * t)),\(1 + 0.1 * t + draw(0...0.1)),\(draw(0.1...0.15))\n"
      }
    }
    return text
  }

  /// Deflation, capital by perpetual inventory, a check, and the settings of the study.
  var recipe: String {
    """
    title = "Seven sectors"
    source = ["Tables made up for a test"]
    [[step]]
    do = "read"
    file = "raw.csv"
    unit = "unit"
    time = "year"
    numbers = ["go", "inv", "stock", "hours"]
    rates = ["wage", "rate"]
    indices = ["ppi"]
    [[step]]
    do = "price-index"
    column = "ppi"
    base = 2000
    into = "p"
    [[step]]
    do = "deflate"
    columns = ["go", "inv"]
    by = "p"
    into = ["output", "investment"]
    [[step]]
    do = "capital"
    investment = "investment"
    initial = "given"
    stock = "stock"
    stock_year = 2000
    rate = 0.08
    into = "capital"
    [[step]]
    do = "rename"
    columns = { hours = "labour" }
    [[step]]
    do = "check"
    inputs = ["capital", "labour"]
    outputs = ["output"]
    require = ["balanced", "complete", "positive", "gapless"]
    [panel]
    unit = "sector"
    time = "year"
    columns = ["capital", "labour", "output", "wage", "rate"]
    [study]
    \(study)
    """
  }

  /// Line of the recipe on which its settings begin.
  var firstStudyLine: Int {
    (recipe.split(separator: "\n", omittingEmptySubsequences: false)
      .firstIndex { $0 == "[study]" } ?? 0) + 2
  }

  /// Writes the recipe and its table.
  func write(to directory: TemporaryDirectory) {
    directory.write("recipe.toml", Array(recipe.utf8))
    directory.write("raw.csv", Array(table.utf8))
  }
}

extension String {
  /// The text as a field of CSV.
  var quotedForCSV: String {
    "\"" + split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}

extension FarrellProcess {
  /// Contents of all files below a folder of the directory, by name.
  func snapshot(_ folder: String = "") -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: directory.tree(folder).map { ($0, contents(directory.file($0))) })
  }

  /// Names of what two snapshots do not share or have with other contents.
  static func differences(_ first: [String: String], _ second: [String: String]) -> [String] {
    Set(first.keys).union(second.keys).filter { first[$0] != second[$0] }.sorted()
  }
}
