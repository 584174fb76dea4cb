internal import DenseKernels

/// The equilibrated copy of a program that the simplex method works on, logicals included.
///
/// Row i is multiplied by `rowScale[i]` and column j by `columnScale[j]`, all powers of two, so that
/// no coefficient is rounded. Right-hand side and bounds are multiplied by `sizeScale`, so that the
/// largest right-hand side is between 1 and 2. A variable in here is that of the program times
/// `sizeScale`, divided by its column scale.
/// Column n + i is the logical of row i, a unit column with bounds 0 and 0.
struct ScaledProgram: ~Copyable {
  let rowCount: Int
  /// Columns of the program, without logicals.
  let columnCount: Int
  /// Elements between rows of the matrix: all columns, padded for the kernels.
  let stride: Int

  let matrix: Scratch<Double>
  let cost: Scratch<Double>
  let lower: Scratch<Double>
  let upper: Scratch<Double>
  let rightHandSide: Scratch<Double>
  let rowScale: Scratch<Double>
  let columnScale: Scratch<Double>
  private(set) var sizeScale = 1.0

  /// Columns of the program and the logicals.
  var totalCount: Int { columnCount + rowCount }

  init(_ program: LinearProgram, scaling: Bool) {
    rowCount = program.rowCount
    columnCount = program.columnCount
    stride = padded(rowCount + columnCount)
    matrix = Scratch(count: rowCount * stride, repeating: 0)
    cost = Scratch(count: stride, repeating: 0)
    lower = Scratch(count: stride, repeating: 0)
    upper = Scratch(count: stride, repeating: 0)
    rightHandSide = Scratch(count: rowCount, repeating: 0)
    rowScale = Scratch(count: rowCount, repeating: 1)
    columnScale = Scratch(count: stride, repeating: 1)
    if scaling { equilibrate(program) }
    for row in 0..<rowCount {
      for column in 0..<columnCount {
        matrix[row * stride + column] =
          program.matrix[row, column] * (rowScale[row] * columnScale[column])
      }
      matrix[row * stride + columnCount + row] = 1
    }
    for column in 0..<columnCount {
      cost[column] = program.cost[column] * columnScale[column]
      setBounds(column, program.lower[column], program.upper[column])
    }
    setRightHandSide(program.rightHandSide)
  }

  func setBounds(_ column: Int, _ l: Double, _ u: Double) {
    lower[column] = l / columnScale[column] * sizeScale
    upper[column] = u / columnScale[column] * sizeScale
  }

  /// Replaces a column; its scale brings the largest coefficient to between 1 and 2.
  func setColumn(_ column: Int, _ values: [Double], scaling: Bool) {
    let old = columnScale[column]
    var largest = 0.0
    for row in 0..<rowCount { largest = max(largest, abs(values[row]) * rowScale[row]) }
    let new = scaling ? powerOfTwo(below: largest) : 1
    columnScale[column] = 1 / new
    for row in 0..<rowCount {
      matrix[row * stride + column] = values[row] * (rowScale[row] * columnScale[column])
    }
    cost[column] *= columnScale[column] / old
    lower[column] *= old / columnScale[column]
    upper[column] *= old / columnScale[column]
  }

  mutating func setRightHandSide(_ values: [Double]) {
    var largest = 0.0
    for row in 0..<rowCount { largest = max(largest, abs(values[row] * rowScale[row])) }
    let change = 1 / powerOfTwo(below: largest) / sizeScale
    sizeScale *= change
    for row in 0..<rowCount { rightHandSide[row] = values[row] * (rowScale[row] * sizeScale) }
    guard change != 1 else { return }
    for column in 0..<columnCount {
      lower[column] *= change
      upper[column] *= change
    }
  }

  /// Geometric-mean scaling of rows and columns in turn, twice, then columns to a largest
  /// coefficient between 1 and 2.
  private func equilibrate(_ program: LinearProgram) {
    for _ in 0..<2 {
      for row in 0..<rowCount {
        let range = magnitudes(count: columnCount) {
          abs(program.matrix[row, $0]) * columnScale[$0]
        }
        if let range { rowScale[row] = 1 / powerOfTwo(between: range.smallest, range.largest) }
      }
      for column in 0..<columnCount {
        let range = magnitudes(count: rowCount) { abs(program.matrix[$0, column]) * rowScale[$0] }
        if let range {
          columnScale[column] = 1 / powerOfTwo(between: range.smallest, range.largest)
        }
      }
    }
    for column in 0..<columnCount {
      let range = magnitudes(count: rowCount) { abs(program.matrix[$0, column]) * rowScale[$0] }
      if let range { columnScale[column] = 1 / powerOfTwo(below: range.largest) }
    }
  }

  private func magnitudes(
    count: Int, _ value: (Int) -> Double
  ) -> (smallest: Double, largest: Double)? {
    var (smallest, largest) = (Double.infinity, 0.0)
    for index in 0..<count {
      let magnitude = min(value(index), .greatestFiniteMagnitude)  // a product may overflow
      if magnitude > 0 { (smallest, largest) = (min(smallest, magnitude), max(largest, magnitude)) }
    }
    return largest > 0 ? (smallest, largest) : nil
  }
}

/// Power of two near the geometric mean of two positive numbers.
private func powerOfTwo(between a: Double, _ b: Double) -> Double {
  let exponent = (Int(a.exponent) + Int(b.exponent)) / 2
  return Double(sign: .plus, exponent: min(500, max(-500, exponent)), significand: 1)
}
