internal import CEmbedding
internal import CFarrell
internal import Tables

/// Reads the columns of a frame into a panel, once.
@safe struct FrameReader {
  private let frame: farrell_frame
  private let name: String
  private let rowCount: Int

  /// Most columns of a frame.
  private static let largestColumnCount = 4096
  /// Most labels and rows.
  private static let largestCount = 1 << 40

  /// Checks the frame and the room for it.
  init(_ pointer: UnsafePointer<farrell_frame>?) throws(Failure) {
    unsafe frame = try structure(pointer, "frame")
    name = try unsafe text(frame.name, "frame: name") ?? "data"
    rowCount = unsafe frame.row_count
    let series = unsafe frame.series_count
    guard rowCount >= 0, rowCount <= Self.largestCount else {
      throw .argument("row_count: found \(UInt(bitPattern: rowCount)); expected at most 2^40")
    }
    guard rowCount > 0 else {
      throw Failure(TableError(.data, "\(name): found no row; expected at least one"))
    }
    guard series >= 0, series <= Self.largestColumnCount else {
      throw .argument(
        "series_count: found \(UInt(bitPattern: series)); expected at most \(Self.largestColumnCount)"
      )
    }
    // The numbers, and for each row two codes and their like.
    guard embedding_has_room(8 * (series + 6) * rowCount) != 0 else { throw .memory }
  }

  /// The panel, and the names of its columns.
  func data() throws(Failure) -> DataSet {
    let units = try unsafe names(frame.unit, "unit")
    let times = unsafe frame.time == nil ? nil : try names(frame.time, "time")
    let series = try unsafe allSeries()
    var rounded = 0
    let inputs = try unsafe numbers(series, FARRELL_INPUT, &rounded)
    let outputs = try unsafe numbers(series, FARRELL_OUTPUT, &rounded)
    let prices = try unsafe numbers(series, FARRELL_PRICE, &rounded)
    let zeros = try unsafe text(frame.zeros, "zeros") ?? "reject"
    let missing = try unsafe text(frame.missing, "missing") ?? "reject"
    let (unitName, timeName) = (units.column, times?.column)
    do throws(TableError) {
      let columns = PanelColumns(
        name: name, rowCount: rowCount, units: units, times: times, inputs: inputs,
        outputs: outputs, prices: prices, roundedNumbers: rounded)
      let policies = try DataSet.policies(zeros: zeros, missing: missing)
      return DataSet(
        loaded: try columns.panel(zeros: policies.zeros, missing: policies.missing), name: name,
        unit: unitName, time: timeName, priceNames: prices.columns,
        zeros: zeros, missing: missing)
    } catch {
      throw Failure(error)
    }
  }

  private func names(
    _ pointer: UnsafePointer<farrell_labels>?, _ what: String
  ) throws(Failure) -> PanelColumns.Names {
    let labels = try unsafe structure(pointer, what)
    let column = try unsafe requiredText(labels.name, "\(what): name")
    let (base, count) = unsafe (Int(labels.base), labels.label_count)
    guard base == 0 || base == 1 else {
      throw .argument("\(what): found the base \(base); expected 0 or 1")
    }
    guard count > 0, count <= Int(Int32.max) else {
      throw .argument(
        "\(what): found \(UInt(bitPattern: count)) labels; expected from 1 to 2^31 - 1")
    }
    guard let texts = unsafe labels.labels, embedding_has_room(24 * count) != 0 else {
      throw .argument("\(what): found null; expected \(count) labels")
    }
    var known: [String] = []
    known.reserveCapacity(count)
    for index in 0..<count {
      known.append(try unsafe requiredText(texts[index], "\(what): label \(index)"))
    }
    let codes = try unsafe Strided(
      UnsafeRawPointer(labels.codes), stride: labels.stride, count: rowCount, width: 4,
      "\(what): codes")
    var found: [Int] = []
    found.reserveCapacity(rowCount)
    for row in 0..<rowCount {
      let code = Int(codes.load(row, as: Int32.self)) - base
      guard known.indices.contains(code) else {
        throw Failure(
          TableError(
            .data,
            "\(name): row \(row + 1), column \(column.quoted): found the code \(code + base); "
              + "expected one from \(base) to \(base + count - 1)"))
      }
      found.append(code)
    }
    return PanelColumns.Names(column: column, labels: known, codes: found)
  }

  private func allSeries() throws(Failure) -> [farrell_series] {
    let count = unsafe frame.series_count
    guard count > 0 else { return unsafe [] }
    guard let pointer = unsafe frame.series else {
      throw .argument("series: found null; expected \(count) columns")
    }
    var all: [farrell_series] = unsafe []
    for index in 0..<count {
      let series = try unsafe structure(pointer + index, "series \(index)")
      let known = [FARRELL_INPUT, FARRELL_OUTPUT, FARRELL_PRICE].map { Int32($0) }
      guard known.contains(unsafe series.role) else {
        throw .usage(
          "series \(index): found the role \(unsafe series.role); expected an input, output or price"
        )
      }
      unsafe all.append(series)
    }
    return unsafe all
  }

  /// The columns of a role, row after row.
  private func numbers(
    _ all: [farrell_series], _ role: Int, _ rounded: inout Int
  ) throws(Failure) -> PanelColumns.Numbers {
    let columns = unsafe all.filter { series in unsafe series.role == Int32(role) }
    let width = unsafe columns.count
    var names: [String] = []
    var values = [Double](repeating: 0, count: rowCount * width)
    for position in 0..<width {
      let series = unsafe columns[position]
      let column = try unsafe requiredText(series.name, "series: name")
      names.append(column)
      let what = "column \(column.quoted)"
      func read<Element>(_ type: Element.Type, _ number: (Element) -> Double) throws(Failure) {
        let elements = try unsafe Strided(
          series.values, stride: series.stride, count: rowCount, width: MemoryLayout<Element>.size,
          what)
        for row in 0..<rowCount {
          values[row * width + position] = number(elements.load(row, as: type))
        }
      }
      switch unsafe Int(series.type) {
      case Int(FARRELL_FLOAT64): try read(Double.self) { $0 }
      case Int(FARRELL_FLOAT32): try read(Float.self) { Double($0) }
      case Int(FARRELL_INT64):
        try read(Int64.self) { value in
          if Double(exactly: value) == nil { rounded += 1 }
          return Double(value)
        }
      case Int(FARRELL_INT32): try read(Int32.self) { Double($0) }
      case let other:
        throw .usage(
          "\(what): found the type \(other); expected float64, float32, int64 or int32")
      }
    }
    return PanelColumns.Numbers(columns: names, values: values)
  }
}
