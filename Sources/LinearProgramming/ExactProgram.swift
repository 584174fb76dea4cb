import BigInt
import DenseKernels

/// A linear program in integers, equal to the given one up to powers of two.
///
/// With R = diag(2^r), S = diag(2^s) and exponents k, t: A' = RAS, c' = 2^k Sc, b' = 2^t Rb,
/// x' = 2^t S⁻¹x, and the bounds as x. The exponents are chosen so that all data become integers
/// and no row or column keeps a common factor two. Columns n + i are the logicals, unit columns of
/// A' with both bounds zero.
struct ExactProgram {
  /// The program as given.
  let program: LinearProgram
  /// r, m exponents.
  private let rowExponents: [Int]
  /// s, n exponents.
  private let columnExponents: [Int]
  /// k.
  private let costExponent: Int
  /// t.
  private let valueExponent: Int
  /// b', m integers.
  let rightHandSide: [BigInt]
  /// l', n + m integers; nil where there is no bound.
  let lower: [BigInt?]
  /// u', n + m integers; nil where there is no bound.
  let upper: [BigInt?]

  var rowCount: Int { program.rowCount }
  var columnCount: Int { program.columnCount }

  init(_ program: LinearProgram) {
    let (m, n) = (program.rowCount, program.columnCount)
    let (r, s) = Self.equilibratingExponents(of: program)
    let k = Self.clearingExponent(of: program.cost, after: s)
    let t = max(
      Self.clearingExponent(of: program.rightHandSide, after: r),
      Self.clearingExponent(of: program.lower, after: s.map { -$0 }),
      Self.clearingExponent(of: program.upper, after: s.map { -$0 }))
    let logicals = [BigInt?](repeating: 0, count: m)
    self.program = program
    (rowExponents, columnExponents, costExponent, valueExponent) = (
      r, s, k == .min ? 0 : k, t == .min ? 0 : t
    )
    let values = valueExponent
    rightHandSide = (0..<m).map { Self.integer(program.rightHandSide[$0], r[$0] + values) }
    lower = (0..<n).map { Self.bound(program.lower[$0], values - s[$0]) } + logicals
    upper = (0..<n).map { Self.bound(program.upper[$0], values - s[$0]) } + logicals
  }

  /// a'_j, m integers.
  func column(_ column: Int) -> [BigInt] {
    guard column < columnCount else {
      return (0..<rowCount).map { $0 == column - columnCount ? 1 : 0 }
    }
    return (0..<rowCount).map { row in
      Self.integer(program.matrix[row, column], rowExponents[row] + columnExponents[column])
    }
  }

  /// c'_j.
  func cost(_ column: Int) -> BigInt {
    guard column < columnCount else { return 0 }
    return Self.integer(program.cost[column], columnExponents[column] + costExponent)
  }
}

// From integers back to the program's own units.
extension ExactProgram {
  /// x_j of x'_j = numerator / denominator.
  func value(ofColumn column: Int, _ numerator: BigInt, over denominator: BigInt) -> Rational {
    let exponent = columnExponents[column] - valueExponent
    return Rational(numerator, over: denominator, timesTwoTo: exponent)
  }

  /// Change of x_j along a ray whose x'_j changes by numerator / denominator.
  func rayElement(ofColumn column: Int, _ numerator: BigInt, over denominator: BigInt) -> Rational {
    Rational(numerator, over: denominator, timesTwoTo: columnExponents[column])
  }

  /// Element of a Farkas ray over the rows of A'.
  func rayElement(ofRow row: Int, _ numerator: BigInt, over denominator: BigInt) -> Rational {
    Rational(numerator, over: denominator, timesTwoTo: rowExponents[row])
  }

  /// y_i of y'_i = numerator / denominator.
  func dual(ofRow row: Int, _ numerator: BigInt, over denominator: BigInt) -> Rational {
    Rational(numerator, over: denominator, timesTwoTo: rowExponents[row] - costExponent)
  }

  /// The double nearest to the same y_i, without a reduction to lowest terms.
  func nearestDual(ofRow row: Int, _ numerator: BigInt, over denominator: BigInt) -> Double {
    Double(
      nearestTo: numerator, over: denominator, timesTwoTo: rowExponents[row] - costExponent)
  }

  /// c'x in the program's units of a value in those of the integers.
  func objective(_ numerator: BigInt, over denominator: BigInt) -> Rational {
    Rational(numerator, over: denominator, timesTwoTo: -costExponent - valueExponent)
  }
}

// Choice of the exponents.
extension ExactProgram {
  /// Row and column exponents that leave integers without a common factor two in any row or column.
  ///
  /// Rows first, then columns: a matrix whose entries differ only by units of its rows and columns
  /// keeps nothing of them.
  private static func equilibratingExponents(
    of program: LinearProgram
  ) -> (rows: [Int], columns: [Int]) {
    let (m, n) = (program.rowCount, program.columnCount)
    var rows = [Int](repeating: 0, count: m)
    var smallest = [Int](repeating: .max, count: n)
    for row in 0..<m {
      let entries = program.matrix.row(row).map(Dyadic.init)
      let exponents = entries.lazy.filter { $0.significand != 0 }.map(\.exponent)
      rows[row] = -(exponents.min() ?? 0)
      for (column, entry) in entries.enumerated() where entry.significand != 0 {
        smallest[column] = min(smallest[column], entry.exponent + rows[row])
      }
    }
    return (rows, smallest.map { $0 == .max ? 0 : -$0 })
  }

  /// Smallest exponent e with values_i · 2^(scale_i + e) all integers; `Int.min` if all are zero.
  ///
  /// Infinite values are passed over.
  private static func clearingExponent(of values: [Double], after scale: [Int]) -> Int {
    var exponent = Int.min
    for (value, power) in zip(values, scale) where value != 0 && value.isFinite {
      exponent = max(exponent, -Dyadic(value).exponent - power)
    }
    return exponent
  }

  /// value · 2^exponent, which is an integer.
  private static func integer(_ value: Double, _ exponent: Int) -> BigInt {
    let dyadic = Dyadic(value)
    guard dyadic.significand != 0 else { return 0 }
    let shift = dyadic.exponent + exponent
    assert(shift >= 0, "\(value) times 2^\(exponent) is no integer")
    return BigInt(dyadic.significand) << shift
  }

  /// The integer of a bound; nil if it is infinite.
  private static func bound(_ value: Double, _ exponent: Int) -> BigInt? {
    value.isFinite ? integer(value, exponent) : nil
  }
}
