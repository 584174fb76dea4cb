/// Row-major matrix of doubles.
///
/// Rows and columns are counted from 0; element (row, column) is at `row * columnCount + column`.
public struct Matrix: Sendable, Hashable {
  /// Number of rows.
  public let rowCount: Int
  /// Number of columns.
  public let columnCount: Int
  /// All elements, row after row.
  public private(set) var elements: [Double]

  /// Matrix of the given shape with every element set to `value`.
  public init(rowCount: Int, columnCount: Int, repeating value: Double = 0) {
    precondition(rowCount >= 0 && columnCount >= 0, "negative shape \(rowCount) x \(columnCount)")
    self.rowCount = rowCount
    self.columnCount = columnCount
    elements = [Double](repeating: value, count: rowCount * columnCount)
  }

  /// Matrix over elements given row after row; there must be `rowCount * columnCount` of them.
  public init(rowCount: Int, columnCount: Int, elements: [Double]) {
    precondition(
      elements.count == rowCount * columnCount,
      "\(elements.count) elements for \(rowCount) x \(columnCount)")
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.elements = elements
  }

  /// Matrix of rows that all have `columnCount` elements.
  public init(rows: [[Double]], columnCount: Int) {
    precondition(rows.allSatisfy { $0.count == columnCount }, "ragged rows")
    self.init(
      rowCount: rows.count, columnCount: columnCount, elements: rows.flatMap { $0 })
  }

  /// Element at `row`, `column`.
  public subscript(row: Int, column: Int) -> Double {
    get {
      precondition(column >= 0 && column < columnCount, "column \(column) of \(columnCount)")
      return elements[row * columnCount + column]
    }
    set {
      precondition(column >= 0 && column < columnCount, "column \(column) of \(columnCount)")
      elements[row * columnCount + column] = newValue
    }
  }

  /// Elements of one row.
  public func row(_ row: Int) -> ArraySlice<Double> {
    elements[row * columnCount..<(row + 1) * columnCount]
  }

  /// Elements of one column, copied.
  public func column(_ column: Int) -> [Double] {
    (0..<rowCount).map { self[$0, column] }
  }

  /// The given rows, in the given order.
  public func selecting(rows: [Int]) -> Matrix {
    var selected: [Double] = []
    selected.reserveCapacity(rows.count * columnCount)
    for row in rows { selected.append(contentsOf: self.row(row)) }
    return Matrix(rowCount: rows.count, columnCount: columnCount, elements: selected)
  }
}
