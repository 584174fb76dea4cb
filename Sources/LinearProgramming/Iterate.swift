internal import DenseKernels

/// The state between two pivots: which columns are basic, where the others rest, x, y and d.
///
/// Lengths: m rows, `stride` columns (program, logicals, padding).
struct Iterate: ~Copyable {
  let rowCount: Int
  let stride: Int
  /// Basic column of each row.
  let columns: Scratch<Int>
  /// Row of each basic column, −1 for the others.
  let rowOfColumn: Scratch<Int>
  /// Value of every variable.
  let x: Scratch<Double>
  /// 1 where a nonbasic variable may rise from where it rests.
  let up: Scratch<Double>
  /// 1 where a nonbasic variable may fall from where it rests.
  let down: Scratch<Double>
  /// Reduced costs.
  let d: Scratch<Double>
  /// Costs in use: those of the program, shifted ones, or those of phase 1.
  let cost: Scratch<Double>
  /// Row duals.
  let y: Scratch<Double>
  /// Pivot row over all columns.
  let alpha: Scratch<Double>
  /// Pivot column B⁻¹a.
  let w: Scratch<Double>
  /// Scratch over rows.
  let rowScratch: Scratch<Double>
  /// Scratch over rows, also the tie marks of the ratio test.
  let basicCost: Scratch<Double>
  var inverse: BasisInverse

  init(rowCount: Int, stride: Int) {
    self.rowCount = rowCount
    self.stride = stride
    columns = Scratch(count: rowCount, repeating: 0)
    rowOfColumn = Scratch(count: stride, repeating: -1)
    x = Scratch(count: stride, repeating: 0)
    up = Scratch(count: stride, repeating: 0)
    down = Scratch(count: stride, repeating: 0)
    d = Scratch(count: stride, repeating: 0)
    cost = Scratch(count: stride, repeating: 0)
    y = Scratch(count: rowCount, repeating: 0)
    alpha = Scratch(count: stride, repeating: 0)
    w = Scratch(count: rowCount, repeating: 0)
    rowScratch = Scratch(count: rowCount, repeating: 0)
    basicCost = Scratch(count: rowCount, repeating: 0)
    inverse = BasisInverse(rowCount: rowCount)
  }

  /// Loads a basis and inverts it; false when it is singular.
  mutating func load(_ basis: Basis, _ program: borrowing ScaledProgram) -> Bool {
    rowOfColumn.fill(-1)
    for row in 0..<rowCount {
      columns[row] = basis.columns[row]
      rowOfColumn[basis.columns[row]] = row
    }
    for column in 0..<program.totalCount where rowOfColumn[column] < 0 {
      rest(column, atUpper: basis.restsAtUpper[column], program)
    }
    for row in 0..<rowCount { lift(columns[row]) }
    return inverse.refactor(program, columns: columns)
  }

  /// Puts a nonbasic variable at one of its bounds; at the other where there is none, at 0 if free.
  func rest(_ column: Int, atUpper: Bool, _ program: borrowing ScaledProgram) {
    let (l, u) = (program.lower[column], program.upper[column])
    let isFree = l == -.infinity && u == .infinity
    let usesUpper = (atUpper && u < .infinity) || l == -.infinity
    x[column] = isFree ? 0 : (usesUpper ? u : l)
    let isFixed = l == u
    up[column] = isFree || (!usesUpper && !isFixed) ? 1 : 0
    down[column] = isFree || (usesUpper && !isFixed) ? 1 : 0
  }

  /// Marks a variable as basic: pricing passes it over.
  func lift(_ column: Int) {
    up[column] = 0
    down[column] = 0
  }

  /// x_B ← B⁻¹(b − N x_N).
  func computePrimal(_ program: borrowing ScaledProgram) {
    for row in 0..<rowCount { basicCost[row] = program.rightHandSide[row] }
    let (values, rows) = unsafe (x.pointer, rowOfColumn.pointer)
    for column in 0..<program.totalCount where unsafe values[column] != 0 && rows[column] < 0 {
      for row in 0..<rowCount {
        basicCost[row] -= program.matrix[row * stride + column] * x[column]
      }
    }
    inverse.ftran(basicCost, into: rowScratch)
    for row in 0..<rowCount { x[columns[row]] = rowScratch[row] }
  }

  /// y ← c_B'B⁻¹ and d ← c − A'y for the costs in use.
  func computeDual(_ program: borrowing ScaledProgram) {
    for row in 0..<rowCount { basicCost[row] = cost[columns[row]] }
    inverse.btran(basicCost, into: y)
    unsafe combineRows(
      y.pointer, of: program.matrix.pointer, rowCount: rowCount, stride: stride, into: d.pointer)
    let (reduced, costs) = unsafe (d.pointer, cost.pointer)
    for column in 0..<stride { unsafe reduced[column] = costs[column] - reduced[column] }
    for row in 0..<rowCount { d[columns[row]] = 0 }
  }

  /// How far a basic variable lies outside its bounds: negative below, positive above.
  func violation(row: Int, _ program: borrowing ScaledProgram) -> Double {
    let column = columns[row]
    if x[column] < program.lower[column] { return x[column] - program.lower[column] }
    if x[column] > program.upper[column] { return x[column] - program.upper[column] }
    return 0
  }

  /// Largest violation of a bound by a basic variable.
  func largestViolation(_ program: borrowing ScaledProgram) -> Double {
    (0..<rowCount).reduce(0) { max($0, abs(violation(row: $1, program))) }
  }

  /// Exchanges the basic variable of `row` for `entering`, whose column is in `w`.
  ///
  /// - Parameters:
  ///   - row: row that the leaving variable gives up.
  ///   - entering: column that becomes basic.
  ///   - step: change of the entering variable.
  ///   - leavesAtUpper: the bound at which the leaving variable comes to rest.
  ///   - program: the program.
  mutating func pivot(
    row: Int, entering: Int, step: Double, leavesAtUpper: Bool, _ program: borrowing ScaledProgram
  ) {
    shift(entering, by: step)
    let leaving = columns[row]
    columns[row] = entering
    rowOfColumn[entering] = row
    rowOfColumn[leaving] = -1
    rest(leaving, atUpper: leavesAtUpper, program)
    lift(entering)
    inverse.update(row: row, column: w)
  }

  /// Moves a nonbasic variable; the basic ones follow along `w`.
  func shift(_ entering: Int, by step: Double) {
    for row in 0..<rowCount { x[columns[row]] -= step * w[row] }
    x[entering] += step
  }

  /// The basis in the form callers keep.
  func basis(_ program: borrowing ScaledProgram) -> Basis {
    Basis(
      columns: columns.array(),
      restsAtUpper: (0..<program.totalCount).map { column in
        rowOfColumn[column] < 0 && x[column] == program.upper[column]
          && x[column] != program.lower[column]
      })
  }

  /// Whether the parts agree with one another; for tests and debug builds.
  func checkInvariants(_ program: borrowing ScaledProgram) -> Bool {
    for row in 0..<rowCount where rowOfColumn[columns[row]] != row { return false }
    for column in 0..<program.totalCount where rowOfColumn[column] < 0 {
      let value = x[column]
      let rests =
        value == program.lower[column] || value == program.upper[column]
        || (value == 0 && up[column] == 1 && down[column] == 1)
      if !rests { return false }
    }
    return true
  }
}
