import BigInt

/// A basis B of integer columns with its inverse kept in integers: B⁻¹ = adjugate / determinant.
///
/// Every entry is, up to sign, a minor of A, hence no longer than Hadamard's bound; a pivot divides
/// without remainder (Edmonds 1967; Bareiss 1968), and no fraction ever has to be reduced. The
/// signs are chosen so that the determinant is positive.
struct IntegerBasis {
  /// The m basic columns, in row order.
  private(set) var columns: [Int]
  /// For each of the n + m columns whether it is basic.
  private(set) var isBasic: [Bool]
  /// D · B⁻¹, m × m, row after row.
  private var adjugate: [BigInt]
  /// D > 0, the magnitude of det B.
  private(set) var determinant: BigInt = 1

  var rowCount: Int { columns.count }

  /// The basis of all logicals, whose matrix is the identity.
  init(logicalsOf program: ExactProgram) {
    let (m, n) = (program.rowCount, program.columnCount)
    columns = Array(n..<n + m)
    isBasic = [Bool](repeating: false, count: n) + [Bool](repeating: true, count: m)
    adjugate = [BigInt](repeating: 0, count: m * m)
    for row in 0..<m { adjugate[row * m + row] = 1 }
  }

  /// The basis of m given columns, in an order of its own; nil if they are linearly dependent.
  init?(columns wanted: [Int], of program: ExactProgram) {
    self.init(logicalsOf: program)
    var isWanted = [Bool](repeating: false, count: isBasic.count)
    for column in wanted { isWanted[column] = true }
    for column in wanted.sorted() where !isBasic[column] {
      let transformed = self.transformed(program.column(column))
      let free = columns.indices.filter { !isWanted[columns[$0]] && !transformed[$0].isZero }
      // The shortest pivot keeps the numbers on the way short.
      guard let row = free.min(by: { transformed[$0].bitWidth < transformed[$1].bitWidth })
      else { return nil }
      pivot(row: row, entering: column, transformed: transformed)
    }
    guard columns.allSatisfy({ isWanted[$0] }) else { return nil }  // a column was given twice
  }

  /// Row r of D · B⁻¹.
  func row(_ row: Int) -> ArraySlice<BigInt> {
    adjugate[row * rowCount..<(row + 1) * rowCount]
  }

  /// D · B⁻¹ v.
  func transformed(_ vector: [BigInt]) -> [BigInt] {
    (0..<rowCount).map { dot(row($0), vector) }
  }

  /// D · (v' B⁻¹)'.
  func transposeTransformed(_ vector: [BigInt]) -> [BigInt] {
    var product = [BigInt](repeating: 0, count: rowCount)
    for row in 0..<rowCount where !vector[row].isZero {
      for (column, element) in self.row(row).enumerated() where !element.isZero {
        product[column] += vector[row] * element
      }
    }
    return product
  }

  /// Puts a column in the place of that in `pivotRow`; `transformed` is D · B⁻¹ of it, w.
  ///
  /// The new determinant is w_r up to sign, and (w_r M_i − w_i M_r) / D the new row i of M.
  mutating func pivot(row pivotRow: Int, entering: Int, transformed: [BigInt]) {
    let m = rowCount
    let pivot = transformed[pivotRow]
    precondition(!pivot.isZero, "pivot of column \(entering) in row \(pivotRow) is zero")
    let magnitude = BigInt(pivot.magnitude)
    let pivotElements = Array(row(pivotRow))
    for row in 0..<m where row != pivotRow {
      let factor = pivot.sign == .minus ? -transformed[row] : transformed[row]
      for column in 0..<m {
        let (old, above) = (adjugate[row * m + column], pivotElements[column])
        if old.isZero && (above.isZero || factor.isZero) { continue }
        adjugate[row * m + column] = (magnitude * old - factor * above) / determinant
      }
    }
    if pivot.sign == .minus {
      for column in 0..<m { adjugate[pivotRow * m + column].negate() }
    }
    determinant = magnitude
    isBasic[columns[pivotRow]] = false
    isBasic[entering] = true
    columns[pivotRow] = entering
  }
}

/// Σ a_i b_i over two vectors of the same length.
func dot(_ a: some Collection<BigInt>, _ b: some Collection<BigInt>) -> BigInt {
  var sum: BigInt = 0
  for (x, y) in zip(a, b) where !x.isZero && !y.isZero { sum += x * y }
  return sum
}
