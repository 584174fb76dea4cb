package import DenseKernels
package import Frontier

/// A panel with what its file said about it.
package struct LoadedPanel: Sendable {
  /// Things in a file that were accepted, but are worth knowing.
  package struct Counts: Sendable, Hashable {
    /// Rows left out for a missing number.
    package var droppedRows = 0
    /// Units of which no row is left.
    package var droppedUnits = 0
    /// Whole numbers that were rounded to the nearest double.
    package var roundedNumbers = 0
    /// Numbers below the smallest normal double.
    package var subnormalNumbers = 0
    /// Values raised to the floor of the zero policy.
    package var flooredValues = 0
    /// Pairs of a unit and a period without an observation.
    package var unobservedPairs = 0

    /// Counts of nothing.
    package init() {}
  }

  /// The panel.
  package let panel: Panel
  /// Line of each observation in the file, counted from 1; none for columns in memory.
  package let lines: [Int]
  /// Variables of the environment, a row for each observation.
  package let environment: Matrix
  /// Prices, a row for each observation.
  package let prices: Matrix
  /// Group of each observation; empty where no column has it.
  package let groups: [String]
  /// Size of the file.
  package let byteCount: Int
  /// What was accepted with a remark.
  package let counts: Counts
  /// One line for each remark, to be shown to the user.
  package let warnings: [String]

  /// - Parameters:
  ///   - panel: the panel.
  ///   - values: what was read of the observations.
  ///   - lines: line of each observation.
  ///   - columns: the columns that were read.
  ///   - periodsByAppearance: whether only the order of the file tells that of the periods.
  ///   - text: the file.
  init(
    panel: Panel, values: ObservedValues, lines: [Int], columns: ColumnSelection,
    periodsByAppearance: Bool, text: DelimitedText
  ) {
    self.init(
      panel: panel, lines: lines,
      environment: Matrix(
        rowCount: panel.count, columnCount: columns.environment.count,
        elements: values.environment),
      prices: Matrix(
        rowCount: panel.count, columnCount: columns.prices.count, elements: values.prices),
      groups: values.groups, byteCount: text.byteCount, counts: values.counts,
      periodsByAppearance: periodsByAppearance, name: text.file)
  }

  /// - Parameters:
  ///   - panel: the panel.
  ///   - lines: line of each observation, or none.
  ///   - environment: variables of the environment, a row for each observation.
  ///   - prices: prices, a row for each observation.
  ///   - groups: group of each observation, or none.
  ///   - byteCount: size of the data.
  ///   - counts: what was accepted with a remark.
  ///   - periodsByAppearance: whether only the order of the rows tells that of the periods.
  ///   - name: name of the data in messages.
  init(
    panel: Panel, lines: [Int], environment: Matrix, prices: Matrix, groups: [String],
    byteCount: Int, counts: Counts, periodsByAppearance: Bool, name: String
  ) {
    var counts = counts
    counts.flooredValues = panel.flooredCount
    counts.unobservedPairs = panel.units.count * panel.periods.count - panel.count
    self.panel = panel
    self.lines = lines
    self.environment = environment
    self.prices = prices
    self.groups = groups
    self.byteCount = byteCount
    self.counts = counts
    var warnings = Self.warnings(counts, panel)
    if periodsByAppearance {
      warnings.insert(
        "periods in the order of their first rows: \(NearMatch.list(panel.periods))", at: 0)
    }
    self.warnings = warnings.map { "\(name): \($0)".escapingControls }
  }

  /// The same panel with some of its columns of prices.
  ///
  /// - Parameters:
  ///   - chosen: names of the columns wanted.
  ///   - names: names of the columns that are there.
  /// - Returns: the panel with these columns in their order.
  /// - Throws: ``TableError`` for a column that is not there.
  package func selectingPrices(
    _ chosen: [String], of names: [String]
  ) throws(TableError) -> LoadedPanel {
    guard chosen != names else { return self }
    var places: [Int] = []
    for name in chosen {
      guard let place = names.firstIndex(of: name) else {
        throw TableError(
          .usage,
          "prices: found no column \(name.quoted); expected one of \(NearMatch.list(names))")
      }
      places.append(place)
    }
    return LoadedPanel(
      self,
      prices: Matrix(
        rowCount: panel.count, columnCount: chosen.count,
        elements: (0..<panel.count).flatMap { row in places.map { prices[row, $0] } }))
  }

  private init(_ other: LoadedPanel, prices: Matrix) {
    (panel, lines, environment) = (other.panel, other.lines, other.environment)
    (groups, byteCount, counts) = (other.groups, other.byteCount, other.counts)
    (warnings, self.prices) = (other.warnings, prices)
  }

  private static func warnings(_ counts: Counts, _ panel: Panel) -> [String] {
    var lines: [String] = []
    func warn(_ count: Int, _ one: String, _ many: String, _ rest: String) {
      if count > 0 { lines.append("\(count) \(count == 1 ? one : many) \(rest)") }
    }
    warn(counts.droppedRows, "row", "rows", "left out for a missing number")
    warn(counts.droppedUnits, "unit", "units", "left without any row")
    warn(
      counts.roundedNumbers, "whole number", "whole numbers",
      "above 2^53 rounded to the nearest double")
    warn(
      counts.subnormalNumbers, "number", "numbers",
      "below the smallest normal double, with fewer digits")
    warn(counts.flooredValues, "value", "values", "raised to the floor")
    warn(
      counts.unobservedPairs, "pair", "pairs", "of unit and period not observed (unbalanced panel)")
    let variables = panel.inputNames.count + panel.outputNames.count
    let least = 3 * variables
    var sizes = [Int](repeating: 0, count: panel.periods.count)
    for period in panel.periodOfObservation { sizes[period] += 1 }
    if let smallest = sizes.min(), smallest < least {
      lines.append(
        "the smallest period has \(smallest) of the \(least) units advisable for \(variables) "
          + "inputs and outputs; few units make most look efficient")
    }
    return lines
  }
}
